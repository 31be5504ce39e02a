/** Builds what is missing, before there is a lab: compiled and run by {@code losslab}, with the JDK alone. */
package io.losslab.lab.build;
