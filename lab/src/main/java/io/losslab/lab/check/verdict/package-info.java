/** What the books of a run come to against what the experiment expects of it. */
package io.losslab.lab.check.verdict;
