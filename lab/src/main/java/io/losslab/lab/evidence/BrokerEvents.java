package io.losslab.lab.evidence;

import io.losslab.lab.check.LogStarts;
import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.ledger.identity.EpochClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads from the brokers' own logs what happened to the partitions of one topic: moves of the log start and why,
 * truncations, leader epochs, passes of the log cleaner; and which committed offsets expired. The wording is that of
 * Kafka 4.3, the time format that of the lab's own logging configuration.
 */
public final class BrokerEvents {
    private static final Pattern TIME = Pattern.compile("^(\\d{4}-\\d\\d-\\d\\dT\\S+Z) .*");
    private static final Pattern FILE = Pattern.compile("(?:broker|controller)-(\\d+)\\.log");
    private static final Pattern EXPIRED =
            Pattern.compile(".*\\[GroupId (\\S+)] Expired offset for partition=(\\S+)-(\\d+)$");
    private static final Pattern UNCLEAN =
            Pattern.compile(".*Setting new leader for topicId (\\S+), partition (\\d+) to"
                    + " (\\d+) using an unclean election\\. Previous partition: .*?leaderEpoch=(\\d+).*");

    /**
     * The group coordinator removed a committed offset because {@code offsets.retention.minutes} had passed.
     *
     * @param groupId as the cluster knows it
     */
    public record Expiry(long atMicros, String groupId, int partition) {}

    /** A broker found this log on its disk as it started; or it began to lead. */
    private record Came(long atMicros, int broker, long logStartOffset) {}

    private record Unclean(String topicId, int partition, int epoch) {}

    private final Pattern incremented;
    private final Pattern truncated;
    private final Pattern corrupt;
    private final Pattern leader;
    private final Pattern cleaned;
    private final Pattern loaded;
    private final String topic;

    private final Map<Integer, List<LogStarts.Increment>> increments = new TreeMap<>();
    private final Map<Integer, List<PartitionLog.Truncation>> truncations = new TreeMap<>();
    private final Map<Integer, List<PartitionLog.LeaderEpoch>> epochs = new TreeMap<>();
    private final Map<Integer, Map<Integer, List<PartitionLog.Cleaning>>> cleanings = new HashMap<>();
    private final Map<Integer, List<Came>> loads = new HashMap<>();
    private final Map<Integer, List<Came>> leadings = new HashMap<>();
    private final List<Expiry> expiries = new ArrayList<>();
    private final Set<Unclean> unclean = new HashSet<>();
    private final Set<String> topicIds = new HashSet<>();
    private int logs;

    private BrokerEvents(String topic) {
        this.topic = topic;
        String name = Pattern.quote(topic) + "-(\\d+)";
        incremented = Pattern.compile(
                ".*\\[UnifiedLog partition=" + name + ", .*] Incremented log start offset to (\\d+) due to (.+)$");
        truncated = Pattern.compile(".*\\[UnifiedLog partition=" + name + ", .*] Truncating to offset (-?\\d+)$");
        corrupt = Pattern.compile(".*\\[LogLoader partition=" + name
                + ", .*] Corruption found in segment \\d+, truncating to offset (\\d+)$");
        leader = Pattern.compile(".* Leader " + name + " with topic id (?:Some\\()?([\\w-]+)\\)? starts at leader epoch"
                + " (\\d+) from offset (\\d+) .*");
        cleaned = Pattern.compile(
                ".*Log cleaner thread \\d+ cleaned log " + name + " \\(dirty section = \\[(\\d+), (\\d+)]\\)$");
        loaded = Pattern.compile(".*Completed load of Log\\(dir=.*, topic=" + Pattern.quote(topic)
                + ", partition=(\\d+), .*logStartOffset=(\\d+), .*");
    }

    /**
     * @param brokersDir the folder with {@code broker-ID.log} of each broker; none found is no error here, see {@link
     *     #logs}
     */
    public static BrokerEvents read(Path brokersDir, String topic) throws IOException {
        BrokerEvents events = new BrokerEvents(topic);
        if (!Files.isDirectory(brokersDir)) {
            return events;
        }
        List<Path> logs;
        try (Stream<Path> files = Files.list(brokersDir)) {
            logs = files.sorted().toList();
        }
        for (Path log : logs) {
            Matcher file = FILE.matcher(log.getFileName().toString());
            if (file.matches()) {
                events.readLog(log, Integer.parseInt(file.group(1)));
            }
        }
        events.truncations
                .values()
                .forEach(list -> list.sort(Comparator.comparingLong(PartitionLog.Truncation::atMicros)));
        events.epochs.replaceAll((partition, list) -> firstOfEach(list));
        events.expiries.sort(Comparator.comparingLong(Expiry::atMicros));
        return events;
    }

    /** A broker that comes back says again that it leads, in an epoch that has long begun. */
    private static List<PartitionLog.LeaderEpoch> firstOfEach(List<PartitionLog.LeaderEpoch> epochs) {
        Map<Integer, PartitionLog.LeaderEpoch> first = new TreeMap<>();
        epochs.forEach(epoch -> first.merge(epoch.epoch(), epoch, (a, b) -> a.atMicros() <= b.atMicros() ? a : b));
        return List.copyOf(first.values());
    }

    private void readLog(Path log, int broker) throws IOException {
        logs++;
        long at = 0;
        try (BufferedReader reader = Files.newBufferedReader(log, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Matcher time = TIME.matcher(line); // a message of several lines has the time on its first
                if (time.matches()) {
                    at = EpochClock.micros(Instant.parse(time.group(1)));
                }
                line(line, at, broker);
            }
        }
    }

    private void line(String line, long at, int broker) {
        Matcher m;
        if (line.contains("runcating to offset")) {
            if ((m = truncated.matcher(line)).matches()) {
                truncation(m, at, broker, "cut to the leader's log");
            } else if ((m = corrupt.matcher(line)).matches()) {
                truncation(m, at, broker, "recovery found a damaged segment");
            }
        } else if (line.contains("Incremented log start offset") && (m = incremented.matcher(line)).matches()) {
            increment(m, at);
        } else if (line.contains("starts at leader epoch") && (m = leader.matcher(line)).matches()) {
            topicIds.add(m.group(2));
            leadings.computeIfAbsent(Integer.valueOf(m.group(1)), p -> new ArrayList<>())
                    .add(new Came(at, broker, -1));
            epochs.computeIfAbsent(Integer.valueOf(m.group(1)), p -> new ArrayList<>())
                    .add(new PartitionLog.LeaderEpoch(
                            at, Integer.parseInt(m.group(3)), broker, Long.parseLong(m.group(4)), false));
        } else if (line.contains("Completed load of") && (m = loaded.matcher(line)).matches()) {
            loads.computeIfAbsent(Integer.valueOf(m.group(1)), p -> new ArrayList<>())
                    .add(new Came(at, broker, Long.parseLong(m.group(2))));
        } else if (line.contains("unclean election") && (m = UNCLEAN.matcher(line)).matches()) {
            unclean.add(new Unclean(m.group(1), Integer.parseInt(m.group(2)), Integer.parseInt(m.group(4)) + 1));
        } else if (line.contains("cleaned log") && (m = cleaned.matcher(line)).matches()) {
            cleanings
                    .computeIfAbsent(Integer.valueOf(m.group(1)), p -> new TreeMap<>())
                    .computeIfAbsent(broker, b -> new ArrayList<>())
                    .add(new PartitionLog.Cleaning(at, Long.parseLong(m.group(3))));
        } else if (line.contains("Expired offset for")
                && (m = EXPIRED.matcher(line)).matches()
                && m.group(2).equals(topic)) {
            expiries.add(new Expiry(at, m.group(1), Integer.parseInt(m.group(3))));
        }
    }

    /** Followers only repeat their leader's move. */
    private void increment(Matcher m, long at) {
        boolean retention = m.group(3).startsWith("segment deletion");
        if (retention || m.group(3).startsWith("client delete records request")) {
            increments
                    .computeIfAbsent(Integer.valueOf(m.group(1)), p -> new ArrayList<>())
                    .add(new LogStarts.Increment(
                            at,
                            Long.parseLong(m.group(2)),
                            retention ? LogStarts.Reason.SEGMENT_DELETION : LogStarts.Reason.DELETE_RECORDS,
                            LogStarts.Basis.BROKER_LOG));
        }
    }

    private void truncation(Matcher m, long at, int broker, String reason) {
        truncations
                .computeIfAbsent(Integer.valueOf(m.group(1)), p -> new ArrayList<>())
                .add(new PartitionLog.Truncation(at, broker, Long.parseLong(m.group(2)), reason));
    }

    /** How many brokers' logs there were. */
    public int logs() {
        return logs;
    }

    /** In no order. */
    public List<LogStarts.Increment> increments(int partition) {
        return List.copyOf(increments.getOrDefault(partition, List.of()));
    }

    /**
     * Where the log start may have gone back: what a broker found on its disk as it started, where it was the next to lead.
     * In no order.
     */
    public List<LogStarts.Return> returns(int partition) {
        return loads.getOrDefault(partition, List.of()).stream()
                .filter(load -> leadings.getOrDefault(partition, List.of()).stream()
                        .filter(leading -> leading.atMicros() >= load.atMicros())
                        .min(Comparator.comparingLong(Came::atMicros))
                        .filter(next -> next.broker() == load.broker())
                        .isPresent())
                .map(load -> new LogStarts.Return(load.atMicros(), load.logStartOffset()))
                .toList();
    }

    /** In order of time. */
    public List<PartitionLog.Truncation> truncations(int partition) {
        return List.copyOf(truncations.getOrDefault(partition, List.of()));
    }

    /** In order. */
    public List<PartitionLog.LeaderEpoch> epochs(int partition) {
        return epochs.getOrDefault(partition, List.of()).stream()
                .map(e -> topicIds.stream().anyMatch(id -> unclean.contains(new Unclean(id, partition, e.epoch())))
                        ? new PartitionLog.LeaderEpoch(e.atMicros(), e.epoch(), e.leader(), e.startOffset(), true)
                        : e)
                .toList();
    }

    /** Of the replica that was the leader at the time, in order of time. */
    public List<PartitionLog.Cleaning> cleanings(int partition) {
        List<PartitionLog.LeaderEpoch> leaders = epochs.getOrDefault(partition, List.of());
        List<PartitionLog.Cleaning> found = new ArrayList<>();
        cleanings.getOrDefault(partition, Map.of()).forEach((broker, list) -> list.stream()
                .filter(cleaning -> leaderAt(leaders, cleaning.atMicros()) == broker)
                .forEach(found::add));
        found.sort(Comparator.comparingLong(PartitionLog.Cleaning::atMicros));
        return found;
    }

    private static int leaderAt(List<PartitionLog.LeaderEpoch> leaders, long at) {
        int leader = -1;
        for (PartitionLog.LeaderEpoch epoch : leaders) {
            leader = epoch.atMicros() <= at || leader < 0 ? epoch.leader() : leader;
        }
        return leader;
    }

    /** Of all groups, in order of time. */
    public List<Expiry> expiries() {
        return List.copyOf(expiries);
    }
}
