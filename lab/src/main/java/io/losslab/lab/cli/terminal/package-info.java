/**
 * The terminal of the command line: the live display of a run, and output that no file can colour.
 */
package io.losslab.lab.cli.terminal;
