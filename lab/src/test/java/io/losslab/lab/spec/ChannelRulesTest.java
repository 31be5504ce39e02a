package io.losslab.lab.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.losslab.lab.LabException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the accounts cannot follow, and what the clients would refuse, is refused before anything is started. */
class ChannelRulesTest {
    private static ExperimentSpec load(String producer, String transactions, String consumer, String more) {
        String yaml = """
                name: t
                title: A test
                load: {tps: 100, duration: 1s, producer: {%s}%s}
                consumers: {a: {app: slow-consumer, config: {%s}%s}}
                """.formatted(producer, transactions, consumer, more);
        return new ExperimentLoader().load(YamlDocument.parse("mine.yaml", yaml), List.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            failure-strategy: delayed-retry-topic                        | failure-strategy: 'delayed-retry-topic' is not allowed here: the accounts cannot follow a record into a topic of retries; allowed: fail, ignore, or deadLetters
            failure-strategy: dead-letter-queue                          | allowed: deadLetters: {} of the consumer
            failure-strategy: shrug                                      | no such strategy; allowed: fail, ignore
            delayed-retry-topic.topics: r1                               | its strategy is not allowed
            dead-letter-queue.topic: elsewhere                           | followed in the topic of 'deadLetters'
            commit-strategy: checkpoint                                  | offsets that are not committed to Kafka; allowed: throttled, latest, ignore
            checkpoint.state-store: file                                 | its strategy is not allowed
            topic: other                                                 | the accounts are of the run's own topic; allowed: to leave it out
            topics: 'one,two'                                            | the accounts are of the run's own topic
            pattern: true                                                | the accounts are of the run's own topic
            group.id: mine                                               | a group is named by 'group'
            assign-seek: '0:10'                                          | the accounts rest on what the group assigns
            batch: true                                                  | the service says which it reads
            consumer-rebalance-listener.name: mine                       | it journals the assignments
            channel-name: other                                          | the accounts are of the service's channel
            retry-attemps: 3                                             | no attribute of the channel that an experiment can set; allowed: commit-strategy
            group.protocol: consumer, session.timeout.ms: 10s            | consumers.a.config: session.timeout.ms cannot be set when group.protocol=CONSUMER
            group.protocol: consumer, heartbeat.interval.ms: 1s          | heartbeat.interval.ms cannot be set when group.protocol=CONSUMER
            group.protocol: consumer, partition.assignment.strategy: org.apache.kafka.clients.consumer.RangeAssignor | partition.assignment.strategy cannot be set when group.protocol=CONSUMER
            session.timeout.ms: 10s, heartbeat.interval.ms: 10s          | heartbeat.interval.ms: 10000 ms does not go with session.timeout.ms 10000 ms; allowed: less than that
            """)
    void ofAConsumer(String config, String message) {
        assertThatThrownBy(() -> load("", "", config, ""))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageContaining("consumers.a.config")
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            topic: other                                  |                           | the accounts are of the run's own topic
            partitioner.class: org.apache.kafka.clients.producer.RoundRobinPartitioner | | load-producer gives each record its partition
            partition: 1                                  |                           | load-producer gives each record its partition
            transactional.id: mine                        |                           | transactions are asked for by load.transactions
            merge: true                                   |                           | no attribute of the channel
            acks: 1                                       | ', transactions: {records: 10}' | acks: '1' does not go with load.transactions; allowed: all
            enable.idempotence: false                     | ', transactions: {records: 10}' | enable.idempotence: 'false' does not go with load.transactions; allowed: true
            retries: 0                                    | ', transactions: {records: 10}' | Must set retries to non-zero
            max.in.flight.requests.per.connection: 6      | ', transactions: {records: 10}' | max.in.flight.requests.per.connection must be set to at most 5
            """)
    void ofTheProducer(String config, String transactions, String message) {
        assertThatThrownBy(() -> load(config, transactions == null ? "" : transactions, "", ""))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageContaining("load.producer")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failure-strategy: ignore",
                "commit-strategy: latest, throttled.unprocessed-record-max-age.ms: 10s",
                "retry: false, poll-timeout: 100, max-queue-size-factor: 1",
                "group.instance.id: me, session.timeout.ms: 10s",
                "group.protocol: consumer, group.remote.assignor: range",
                "auto.offset.reset: 'by_duration:PT5S'"
            })
    void whatTheAccountsCanFollowIsAllowed(String config) {
        assertThatCode(() -> load("close-timeout: 500, acks: 1", "", config, ""))
                .doesNotThrowAnyException();
    }

    @Test
    void deadLettersOfTheLabsOwnTopicAreFollowed() {
        assertThatCode(() -> load("", "", "failure-strategy: dead-letter-queue", ", deadLetters: {}"))
                .doesNotThrowAnyException();
    }

    @Test
    void whatTheBrokersWouldRefuseIsKnownFromTheirSettings() {
        assertThat(ClientConflicts.withBrokers(
                        load("transaction.timeout.ms: 20m", ", transactions: {records: 10}", "", "")))
                .get()
                .extracting(ClientConflicts.Conflict::text)
                .asString()
                .contains("transaction.timeout.ms: 1200000 ms is more than the brokers take")
                .contains("900000 ms");
        assertThat(ClientConflicts.withBrokers(load("", "", "session.timeout.ms: 3s, heartbeat.interval.ms: 1s", "")))
                .get()
                .extracting(ClientConflicts.Conflict::text)
                .asString()
                .contains("session.timeout.ms: 3000 ms is not what the brokers take")
                .contains("6000 to 1800000 ms");
        assertThat(ClientConflicts.withBrokers(load("", "", "", ""))).isEmpty();
    }

    @Test
    void variantsThatTheClientsRefuseAreLeftOutWithTheReason() {
        String yaml = """
                name: t
                title: A test
                load: {tps: 100, duration: 1s}
                consumers: {a: {app: slow-consumer, config: {session.timeout.ms: 10s}}}
                vary: {consumers.a.config.group.protocol: [classic, consumer]}
                """;
        ExperimentLoader loader = new ExperimentLoader();
        Variant.Plan plan = Variant.of(loader.load(YamlDocument.parse("mine.yaml", yaml), List.of()), loader);

        assertThat(plan.variants()).hasSize(1);
        assertThat(plan.leftOut().values())
                .singleElement()
                .asString()
                .contains("consumers.a.config: session.timeout.ms cannot be set");
    }
}
