/**
 * Benchmarks as commands: how fast and in how little memory the books of a large run are balanced, and what the ledger
 * costs a producer and a consumer. Each checks its own result: a fast wrong answer is no figure.
 */
package io.losslab.bench;
