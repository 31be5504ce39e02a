package io.losslab.producer;

import io.losslab.ledger.identity.Users;

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
            keys[user] = Users.key(user);
            partitions[user] = Users.partition(keys[user], partitionCount);
        }
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
