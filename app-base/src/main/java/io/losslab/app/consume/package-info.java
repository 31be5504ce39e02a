/**
 * What both consumers are made of: the journal of what was delivered, processed and committed, the watch for gaps, and the
 * figures of each partition. A consumer adds what it does with a record, and nothing else.
 */
package io.losslab.app.consume;
