package io.losslab.bench;

import io.losslab.lab.process.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "accounts",
        mixinStandardHelpOptions = true,
        description = {
            "Balances the books of a large run with records lost at random, in a process with a small heap and one processor.",
            "",
            "The evidence is written record by record through the services' own ledgers, into a temporary folder (about 300 MB"
                    + " by default) that is removed at the end. The checker's account must be exactly the one that was written:"
                    + " each lost record, each cause. Exit 1 when it is not, or when a figure is missed."
        })
final class AccountsBench implements Callable<Integer> {
    private static final double RECORDS_PER_SECOND = 10_000_000;

    @Option(names = "--records", description = "How many were intended (default: ${DEFAULT-VALUE}).")
    long records = 1_000_000_000;

    @Option(names = "--partitions", description = "Of the topic (default: ${DEFAULT-VALUE}).")
    int partitions = 6;

    @Option(names = "--loss", description = "Share of single records lost, at random (default: ${DEFAULT-VALUE}).")
    double loss = 0.001;

    @Option(names = "--heap", description = "Of the process that balances (default: ${DEFAULT-VALUE}).")
    String heap = "512m";

    @Option(names = "--trials", description = "How often it balances; the median counts (default: ${DEFAULT-VALUE}).")
    int trials = 3;

    @Option(names = "--seed", description = "Of the random places and causes (default: the clock's).")
    @Nullable
    Long seed;

    @Option(names = "--dir", description = "Where the evidence goes while it runs (default: the temporary folder).")
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (records < partitions || partitions < 1 || loss <= 0 || loss >= 1 || trials < 1) {
            System.err.println("bench: wanted: records >= partitions >= 1, 0 < loss < 1, trials >= 1");
            return 2;
        }
        long seeded = seed != null ? seed : System.nanoTime();
        Path dir = Files.createTempDirectory(parent, "losslab-bench-");
        Thread cleaner = new Thread(() -> Folders.delete(dir));
        Runtime.getRuntime().addShutdownHook(cleaner);
        BigRun run = new BigRun(dir, records, partitions, loss, seeded);
        System.err.printf(Locale.ROOT, "writing the evidence of %,d records, seed %d%n", run.records(), seeded);
        long begin = System.nanoTime();
        run.write();
        System.out.printf(
                Locale.ROOT,
                "evidence    %,d records in %d partitions, seed %d, written in %.1f s, %,d MB of ledgers%n",
                run.records(),
                partitions,
                seeded,
                (System.nanoTime() - begin) / 1e9,
                size(dir) >> 20);
        run.truth().forEach(sum -> System.out.println("truth       " + sum));
        return judge(dir, run);
    }

    private int judge(Path dir, BigRun run) throws IOException, InterruptedException {
        List<Properties> found = balance(dir);
        boolean exact = found.size() == trials && found.stream().allMatch(one -> isExact(run, one));
        double[] seconds = found.stream()
                .mapToDouble(one -> Long.parseLong(one.getProperty("balanceMillis")) / 1e3)
                .sorted()
                .toArray();
        if (seconds.length == 0) {
            System.out.println("MISSED      nothing was balanced");
            return 1;
        }
        double rate = run.records() / Math.max(1e-3, seconds[seconds.length / 2]);
        Properties last = found.get(found.size() - 1);
        System.out.printf(
                Locale.ROOT,
                "balanced    %s s (each trial), %s ms for the seal, %s ms of collections in all, peak heap %,d MB of -Xmx%s,"
                        + " one processor%n",
                Arrays.toString(seconds),
                last.getProperty("sealMillis"),
                last.getProperty("gcMillis"),
                Long.parseLong(last.getProperty("peakHeapBytes")) >> 20,
                heap);
        System.out.printf(Locale.ROOT, "classified  %,.0f records/s for two groups (median)%n", rate);
        System.out.println(exact ? "exact       every record, every cause" : "NOT EXACT");
        boolean fast = rate >= RECORDS_PER_SECOND;
        if (!fast) {
            System.out.printf(Locale.ROOT, "MISSED      %,.0f records/s%n", RECORDS_PER_SECOND);
        }
        return exact && fast ? 0 : 1;
    }

    private boolean isExact(BigRun run, Properties found) {
        List<String> wrong = new ArrayList<>();
        if (!found.getProperty("objections").isEmpty()) {
            wrong.add(found.getProperty("objections"));
        }
        if (Long.parseLong(found.getProperty("intended")) != run.records()) {
            wrong.add("intended: " + found.getProperty("intended"));
        }
        for (LostSum sum : run.truth()) {
            String group = "group." + sum.group() + ".";
            long processed = Long.parseLong(found.getProperty(group + "processed"));
            if (!sum.toString().equals(found.getProperty(group + "lost"))) {
                wrong.add("found " + found.getProperty(group + "lost"));
            }
            if (processed != run.records() - sum.records() || !"0".equals(found.getProperty(group + "unexplained"))) {
                wrong.add(sum.group() + ": processed " + processed + ", unexplained "
                        + found.getProperty(group + "unexplained"));
            }
        }
        wrong.forEach(line -> System.out.println("wrong       " + line));
        return wrong.isEmpty();
    }

    private List<Properties> balance(Path dir) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-XX:ActiveProcessorCount=1",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AccountsJudge.class.getName(),
                        dir.toString(),
                        Integer.toString(trials))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread killer = new Thread(child::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        List<Properties> found = new ArrayList<>();
        try (InputStream out = child.getInputStream()) {
            String text = new String(out.readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
            for (String one : text.strip().split("\\R\\R")) {
                Properties properties = new Properties();
                properties.load(new java.io.StringReader(one));
                if (!properties.isEmpty()) {
                    found.add(properties);
                }
            }
        }
        int exit = child.waitFor();
        Runtime.getRuntime().removeShutdownHook(killer);
        if (exit != 0) {
            System.out.println("wrong       the balancing process ended with " + exit);
            return List.of();
        }
        return found;
    }

    private static long size(Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
