/**
 * An experiment from file to verdict: reads and checks the file, brings up what it asks for, runs the load, captures the
 * evidence while the run is on, and hands it to the checker.
 */
package io.losslab.lab.experiment;
