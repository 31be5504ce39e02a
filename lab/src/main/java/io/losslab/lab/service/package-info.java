/**
 * The services under test as an experiment needs them: their settings, how many of each, and what is asked of them.
 */
package io.losslab.lab.service;
