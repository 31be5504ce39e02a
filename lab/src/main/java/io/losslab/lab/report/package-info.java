/**
 * Shows a finished run to people: {@code report.html} and the balance sheet of the terminal. Reads verdicts only, from
 * {@code result.json} and {@code timeline.csv}; decides nothing, so that a report can be written again at any time.
 */
package io.losslab.lab.report;
