/**
 * The command line: results on standard output, everything else on standard error, and one line for whatever goes
 * wrong. Commands say what they need and hand over; they decide nothing about experiments.
 */
package io.losslab.lab.cli;
