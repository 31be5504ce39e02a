/**
 * Does an experiment: brings up what the file asks for, runs the phases, watches meanwhile, has the evidence taken down and
 * judged, and closes all of it again, whatever happens.
 */
package io.losslab.lab.run;
