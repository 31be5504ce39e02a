package io.losslab.lab.act;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a fault acts on. {@code load-events-0} is partition 0 of the run's topic, whatever that is called on a cluster that
 * is not the lab's.
 *
 * @param number of the broker, the partition or the instance; -1 when there is none
 * @param text as the file has it; of a service its name
 */
public record FaultTarget(Type type, int number, String text) {
    /** The one name of a service that is no consumer's. */
    public static final String PRODUCER = "producer";

    /** What it may be. */
    public enum Type {
        /** The load-producer, or all instances of a consumer. */
        SERVICE("(?!)"),
        BROKER("broker ([0-9]{1,4})"),
        LEADER("leader of (?:partition |load-events-)([0-9]{1,4})"),
        FOLLOWERS("followers of (?:partition |load-events-)([0-9]{1,4})"),
        ALL_BROKERS("all brokers"),
        /** The voter of the quorum that leads it: a broker, or a process of its own. */
        CONTROLLER("active controller"),
        PARTITION("(?:partition |load-events-)([0-9]{1,4})"),
        ALL_PARTITIONS("all partitions"),
        /** One instance of a consumer; after those above, which are written alike. */
        MEMBER("[a-z][a-z0-9-]{0,29} ([0-9]{1,4})");

        private final Pattern wording;

        Type(String wording) {
            this.wording = Pattern.compile(wording);
        }

        /** Whether it is processes of Kafka's. */
        public boolean isBroker() {
            return this == BROKER || this == LEADER || this == FOLLOWERS || this == ALL_BROKERS || this == CONTROLLER;
        }

        /** Whether its number is that of a partition. */
        public boolean numbersPartition() {
            return this == LEADER || this == FOLLOWERS || this == PARTITION;
        }

        /** Whether it is partitions of the topic. */
        public boolean isPartitions() {
            return this == PARTITION || this == ALL_PARTITIONS;
        }
    }

    /** The name of the consumer that has this member. */
    public String service() {
        return type == Type.MEMBER ? text.substring(0, text.indexOf(' ')) : text;
    }

    /** Never fails: what has none of the wordings is the name of a service, and that it exists is for others to check. */
    public static FaultTarget parse(String text) {
        for (Type type : Type.values()) {
            Matcher matcher = type.wording.matcher(text);
            if (matcher.matches()) {
                int number = matcher.groupCount() == 0 ? -1 : Integer.parseInt(matcher.group(1));
                return new FaultTarget(type, number, text);
            }
        }
        return new FaultTarget(Type.SERVICE, -1, text);
    }
}
