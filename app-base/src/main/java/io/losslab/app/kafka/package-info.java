/** What concerns every Kafka client of a service: that a broker is configured and answers, and the clients' own metrics. */
package io.losslab.app.kafka;
