package io.losslab.lab.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({"0ms, PT0S", "20ms, PT0.02S", "1.5s, PT1.5S", "0.25ms, PT0.00025S", "2m, PT2M", "1h, PT1H"})
    void durations(String text, Duration expected) {
        assertThat(Quantity.duration(text)).isEqualTo(expected);
        assertThat(Quantity.duration(Quantity.text(expected))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1024, 1024", "10MiB, 10485760", "10MB, 10000000", "1GiB, 1073741824", "3KiB, 3072", "7B, 7"})
    void sizes(String text, long expected) {
        assertThat(Quantity.bytes(text)).isEqualTo(expected);
    }

    @Test
    void unknownUnitsAreRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Quantity.duration("5 sec"))
                .hasMessageContaining("is not a duration such as 20ms, 1.5s, 2m, 1h");
        assertThatThrownBy(() -> Quantity.bytes("10Mib")).hasMessageContaining("KiB, MiB, GiB");
        assertThatThrownBy(() -> Quantity.bytes("999999999999999GiB")).hasMessageContaining("too large");
    }

    @ParameterizedTest
    @CsvSource({
        "batch.size, 1MiB, 1048576",
        "buffer.memory, 64MiB, 67108864",
        "max.request.size, 2MB, 2000000",
        "send.buffer.bytes, 64KiB, 65536",
        "log.cleaner.dedupe.buffer.size, 128MiB, 134217728",
        "offsets.load.buffer.size, 5MiB, 5242880",
        "metadata.log.max.record.bytes.between.snapshots, 20MiB, 20971520",
        "remote.log.manager.copy.max.bytes.per.second, 1MiB, 1048576",
        "leader.replication.throttled.rate, 1MiB, 1048576",
        "linger.ms, 2s, 2000",
        "offsets.retention.minutes, 2h, 120",
        "log.roll.hours, 60m, 1",
        "leader.imbalance.check.interval.seconds, 1m, 60",
        "linger.ms, 0.5ms, 0.5ms",
        "log.retention.hours, 30m, 30m",
        "max.poll.records, 1KiB, 1KiB",
        "min.insync.replicas, 2s, 2s",
        "group.max.size, 1KiB, 1KiB",
        "retries, 1s, 1s",
        "batch.size, -1, -1"
    })
    void kafkasValuesTakeTheUnitsThatTheyAreCountedIn(String key, String value, String expected) {
        assertThat(Quantity.kafkaValue(key, value)).isEqualTo(expected);
    }

    /** By Kafka's own words: a whole number that its documentation counts in bytes takes a size. */
    @Test
    void allThatTheClientsCountInBytesTakesSizes() {
        List<ConfigDef.ConfigKey> inBytes = Stream.of(ProducerConfig.configDef(), ConsumerConfig.configDef())
                .flatMap(definition -> definition.configKeys().values().stream())
                .filter(key -> key.type == ConfigDef.Type.INT || key.type == ConfigDef.Type.LONG)
                .filter(key ->
                        key.documentation != null && key.documentation.matches("(?s).*\\b(in bytes|total bytes)\\b.*"))
                .toList();

        assertThat(inBytes).extracting(key -> key.name).contains("batch.size", "buffer.memory", "max.request.size");
        assertThat(inBytes)
                .allSatisfy(key ->
                        assertThat(KafkaUnit.isBytes(key.name)).as(key.name).isTrue());
    }
}
