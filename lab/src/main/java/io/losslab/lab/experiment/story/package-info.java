/**
 * Tells what the evidence says of one record, sentence by sentence, each with its time and its files. It decides nothing:
 * what became of the record is the checker's answer, which is handed in.
 */
package io.losslab.lab.experiment.story;
