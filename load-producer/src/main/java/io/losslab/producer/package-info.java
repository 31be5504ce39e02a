/** The load producer: sends at a constant rate by intended send times, and keeps a ledger of every intent and its fate. */
package io.losslab.producer;
