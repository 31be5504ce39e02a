/** Placeholder: the report. */
package io.losslab.lab.report;
