/**
 * The folder of a result: every path in it, and all that is written to it. What lies there may be a stranger's, so nothing
 * in it leads out of it.
 */
package io.losslab.lab.folder;
