/** The lab: what every part of it may use. */
package io.losslab.lab;
