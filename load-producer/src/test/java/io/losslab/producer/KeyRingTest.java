package io.losslab.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.ledger.identity.Users;
import java.util.Random;
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
    void keysOfAnyLengthToo() {
        Random random = new Random(1);
        for (int length = 0; length < 64; length++) {
            byte[] key = new byte[length];
            random.nextBytes(key);
            assertThat(Users.partition(key, 17)).isEqualTo(BuiltInPartitioner.partitionForKey(key, 17));
        }
    }

    @Test
    void everyUserIsOfOnePartition() {
        KeyRing keys = new KeyRing(1_000, 7);

        assertThat(IntStream.range(0, 7).map(keys::usersOf).sum()).isEqualTo(1_000);
    }
}
