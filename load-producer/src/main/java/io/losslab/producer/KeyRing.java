package io.losslab.producer;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * The users, each with its key and the partition that Kafka's default partitioner gives it; computed once, because the
 * sequence of a record depends on its partition and must be known before the send.
 */
final class KeyRing {
    private final byte[][] keys;
    private final int[] partitions;

    KeyRing(int users, int partitionCount) {
        keys = new byte[users][];
        partitions = new int[users];
        for (int user = 0; user < users; user++) {
            keys[user] = key(user);
            partitions[user] = Utils.toPositive(Utils.murmur2(keys[user])) % partitionCount;
        }
    }

    private static byte[] key(int user) {
        byte[] key = "user-0000000".getBytes(StandardCharsets.US_ASCII);
        for (int at = key.length - 1; user > 0; at--) {
            key[at] = (byte) ('0' + user % 10);
            user /= 10;
        }
        return key;
    }

    int size() {
        return keys.length;
    }

    byte[] keyOf(int user) {
        return keys[user];
    }

    int partitionOf(int user) {
        return partitions[user];
    }

    /** How many users the partition has. */
    int usersOf(int partition) {
        int users = 0;
        for (int of : partitions) {
            users += of == partition ? 1 : 0;
        }
        return users;
    }
}
