/**
 * How words get on a terminal: tables, widths, colours.
 */
package io.losslab.lab.text;
