/**
 * What happened to each record, written down so that SIGKILL of the writer loses nothing: memory-mapped run-length
 * journals, one writer thread each, and the reader that tells a torn last write from a hole.
 */
package io.losslab.ledger.journal;
