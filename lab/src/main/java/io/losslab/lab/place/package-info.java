/**
 * Where the brokers of an experiment are: child processes of the lab, containers, or a cluster that is already there.
 */
package io.losslab.lab.place;
