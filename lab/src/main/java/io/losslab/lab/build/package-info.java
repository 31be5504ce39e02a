/** Builds what is missing, before there is a lab: run from source by {@code losslab}, with the JDK alone. */
package io.losslab.lab.build;
