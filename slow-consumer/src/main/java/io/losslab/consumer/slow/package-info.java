/** The slow consumer: one record at a time, each after a delay that can be changed while it runs. */
package io.losslab.consumer.slow;
