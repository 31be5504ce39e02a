package io.losslab.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Ours and Kafka's turn by turn, each pair begun by the other side than the one before, so that neither profits from what
 * lies about warm. The first pair does not count.
 */
final class Pairs {
    /** One side of a pair. */
    interface Side {
        Trial.Figures run() throws IOException, InterruptedException;
    }

    private record Pair(Trial.Figures ours, Trial.Figures theirs, boolean oursFirst, double load) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final String their;
    private final int valueBytes;
    private final List<Pair> pairs = new ArrayList<>();

    /**
     * @param name of the benchmark
     * @param their what ours is compared with, as it is called
     */
    Pairs(String name, String their, int valueBytes) {
        this.name = name;
        this.their = their;
        this.valueBytes = valueBytes;
    }

    void run(int trials, Side ours, Side theirs) throws IOException, InterruptedException {
        for (int pair = 0; pair <= trials; pair++) {
            boolean oursFirst = pair % 2 == 0;
            Trial.Figures one = oursFirst ? ours.run() : theirs.run();
            Trial.Figures other = oursFirst ? theirs.run() : ours.run();
            Pair done = new Pair(oursFirst ? one : other, oursFirst ? other : one, oursFirst, load());
            System.err.printf(
                    Locale.ROOT,
                    "%s: ours %,.0f/s, %s %,.0f/s, ratio %.2f, load of the machine %.1f%n",
                    pair == 0 ? "not counted" : "pair " + pair + " of " + trials,
                    done.ours.recordsPerSecond(),
                    their,
                    done.theirs.recordsPerSecond(),
                    ratio(done),
                    done.load);
            if (pair > 0) {
                pairs.add(done);
            }
        }
    }

    private static double load() {
        return java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static double ratio(Pair pair) {
        return pair.ours.recordsPerSecond() / pair.theirs.recordsPerSecond();
    }

    private Spread spread(ToDoubleFunction<Pair> of) {
        return Spread.of(pairs.stream().mapToDouble(of).boxed().toList());
    }

    void print() {
        System.out.printf(
                Locale.ROOT,
                "%-9s %5d bytes  ours %s records/s, %.2f CPU s per million, drift %+.0f%%%n",
                name,
                valueBytes,
                rates(pair -> pair.ours),
                spread(pair -> pair.ours.cpuSecondsPerMillion()).median(),
                100 * spread(pair -> pair.ours.drift()).median());
        System.out.printf(
                Locale.ROOT,
                "%-9s %5d bytes  %s %s records/s, %.2f CPU s per million, drift %+.0f%%%n",
                name,
                valueBytes,
                their,
                rates(pair -> pair.theirs),
                spread(pair -> pair.theirs.cpuSecondsPerMillion()).median(),
                100 * spread(pair -> pair.theirs.drift()).median());
        Spread ratio = spread(Pairs::ratio);
        System.out.printf(
                Locale.ROOT,
                "%-9s %5d bytes  ratio %.2f (%.2f to %.2f) over %d pairs, load of the machine %.1f%n",
                name,
                valueBytes,
                ratio.median(),
                ratio.min(),
                ratio.max(),
                pairs.size(),
                spread(pair -> pair.load).median());
    }

    private String rates(java.util.function.Function<Pair, Trial.Figures> side) {
        Spread rates = spread(pair -> side.apply(pair).recordsPerSecond());
        return String.format(Locale.ROOT, "%,.0f (%,.0f to %,.0f)", rates.median(), rates.min(), rates.max());
    }

    /**
     * As the contract of {@code bench/run NAME --json FILE} has it.
     *
     * @param all at least one; the first is the document, further ones (sizes, options) are its {@code others}
     */
    static void write(Path file, List<Pairs> all) throws IOException {
        ObjectNode document = all.get(0).document();
        ArrayNode others = document.putArray("others");
        all.subList(1, all.size()).forEach(pairs -> others.add(pairs.document()));
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), document);
    }

    ObjectNode document() {
        ObjectNode document = JSON.createObjectNode();
        document.put("name", name);
        document.put("against", their);
        document.put("valueBytes", valueBytes);
        document.set("machine", machine());
        document.set("ours", side(pair -> pair.ours));
        document.set("theirs", side(pair -> pair.theirs));
        document.set("ratio", numbers(spread(Pairs::ratio)));
        ArrayNode trials = document.putArray("trials");
        for (Pair pair : pairs) {
            ObjectNode trial = trials.addObject();
            trial.put("first", pair.oursFirst ? "ours" : "theirs");
            trial.set("ours", figures(pair.ours));
            trial.set("theirs", figures(pair.theirs));
            trial.put("ratio", ratio(pair));
            trial.put("load", pair.load);
        }
        return document;
    }

    static ObjectNode machine() {
        return JSON.createObjectNode()
                .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("cores", Runtime.getRuntime().availableProcessors())
                .put("java", System.getProperty("java.runtime.version"));
    }

    private ObjectNode side(java.util.function.Function<Pair, Trial.Figures> side) {
        ObjectNode node = numbers(spread(pair -> side.apply(pair).recordsPerSecond()));
        node.put("unit", "records/s");
        node.set("cpuSecondsPerMillion", numbers(spread(pair -> side.apply(pair).cpuSecondsPerMillion())));
        return node;
    }

    static ObjectNode numbers(Spread spread) {
        return JSON.createObjectNode()
                .put("median", spread.median())
                .put("min", spread.min())
                .put("max", spread.max());
    }

    private static ObjectNode figures(Trial.Figures figures) {
        return JSON.createObjectNode()
                .put("recordsPerSecond", figures.recordsPerSecond())
                .put("cpuSecondsPerMillion", figures.cpuSecondsPerMillion())
                .put("drift", figures.drift());
    }
}
