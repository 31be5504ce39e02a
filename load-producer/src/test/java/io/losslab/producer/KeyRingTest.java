package io.losslab.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class KeyRingTest {
    @Test
    void keysAreUsersOfSevenDigits() {
        KeyRing keys = new KeyRing(1_000_000, 1);

        assertThat(keys.keyOf(0)).asString().isEqualTo("user-0000000");
        assertThat(keys.keyOf(42)).asString().isEqualTo("user-0000042");
        assertThat(keys.keyOf(999_999)).asString().isEqualTo("user-0999999");
    }

    @Test
    void partitionsAreThoseOfKafkasDefaultPartitioner() {
        KeyRing keys = new KeyRing(1_000, 7);

        assertThat(IntStream.range(0, 1_000))
                .allMatch(user -> keys.partitionOf(user) == BuiltInPartitioner.partitionForKey(keys.keyOf(user), 7));
    }

    @Test
    void everyUserIsOfOnePartition() {
        KeyRing keys = new KeyRing(1_000, 7);

        assertThat(IntStream.range(0, 7).map(keys::usersOf).sum()).isEqualTo(1_000);
    }
}
