/** What is said to others: the closed list of outcomes and the words for them. Plain Java, for services and lab alike. */
package io.losslab.contract;
