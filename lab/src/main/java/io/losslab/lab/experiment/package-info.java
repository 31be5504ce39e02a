/** Placeholder: the experiments. */
package io.losslab.lab.experiment;
