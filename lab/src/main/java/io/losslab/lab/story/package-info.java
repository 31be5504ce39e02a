/**
 * Which records were lost, and what the evidence says of one of them, sentence by sentence, each with its time and its
 * files. Offline. It decides nothing: what became of a record is the answer of the checker.
 */
package io.losslab.lab.story;
