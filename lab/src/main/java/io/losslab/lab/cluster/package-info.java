/**
 * Where experiments run: brokers and applications as child processes of the lab, or a cluster that is already there.
 * Whatever is opened here is closed here, also when the lab itself is ended.
 */
package io.losslab.lab.cluster;
