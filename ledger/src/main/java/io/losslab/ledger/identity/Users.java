package io.losslab.ledger.identity;

import java.nio.charset.StandardCharsets;

/**
 * The users that records belong to: the key of each, and the partition that Kafka's default partitioner gives that key. Both are
 * part of what a sequence means, so producer and lab have to agree on them; Kafka itself is held against this by test.
 */
public final class Users {
    private Users() {}

    /** The key of a user, from 0: {@code user-0000042}, longer where the number has more than seven digits. */
    public static byte[] key(int user) {
        if (user < 0) {
            throw new IllegalArgumentException("user " + user + "; allowed: 0 or more");
        }
        String number = Integer.toString(user);
        return ("user-" + "0".repeat(Math.max(0, 7 - number.length())) + number).getBytes(StandardCharsets.US_ASCII);
    }

    /** Which of that many partitions a key belongs to: murmur2, as Kafka's default partitioner has it. */
    public static int partition(byte[] key, int partitions) {
        return (murmur2(key) & 0x7fffffff) % partitions;
    }

    /** Austin Appleby's MurmurHash2, 32 bits, with Kafka's seed. */
    static int murmur2(byte[] data) {
        int m = 0x5bd1e995;
        int h = 0x9747b28c ^ data.length;
        int words = data.length / 4;
        for (int i = 0; i < words; i++) {
            int at = i * 4;
            int k = (data[at] & 0xff)
                    | (data[at + 1] & 0xff) << 8
                    | (data[at + 2] & 0xff) << 16
                    | (data[at + 3] & 0xff) << 24;
            k *= m;
            k ^= k >>> 24;
            k *= m;
            h *= m;
            h ^= k;
        }
        int tail = words * 4;
        int left = data.length - tail;
        if (left > 2) {
            h ^= (data[tail + 2] & 0xff) << 16;
        }
        if (left > 1) {
            h ^= (data[tail + 1] & 0xff) << 8;
        }
        if (left > 0) {
            h ^= data[tail] & 0xff;
            h *= m;
        }
        h ^= h >>> 13;
        h *= m;
        return h ^ h >>> 15;
    }
}
