/**
 * What an experiment file says, what it may say, and the one line for what it must not.
 */
package io.losslab.lab.spec;
