/**
 * Who a record is: its run, its producer instance, its partition and its sequence, which is dense per producer and
 * partition, so that a gap is visible by construction.
 */
package io.losslab.ledger.identity;
