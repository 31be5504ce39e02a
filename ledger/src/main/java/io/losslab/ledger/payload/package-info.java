/**
 * How the identity travels inside the record: a fixed-width text prefix that is readable in any Kafka tool, filler up
 * to the configured size, and a CRC32C.
 */
package io.losslab.ledger.payload;
