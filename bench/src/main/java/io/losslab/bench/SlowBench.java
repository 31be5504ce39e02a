package io.losslab.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "slow",
        mixinStandardHelpOptions = true,
        description = {
            "Whether slow-consumer is as slow as its delay says, and no slower: records/s with each delay against 1 / delay.",
            "",
            "With a delay of 0 ms there is no such figure; how fast it is then is printed. --records is for that one; with a"
                    + " delay, --seconds of records are read. Exit 1 when a rate is further than 2% from 1 / delay."
        })
final class SlowBench implements Callable<Integer> {
    private static final double ALLOWED = 0.02;

    @Mixin
    PairOptions options = new PairOptions();

    @Option(names = "--delays", split = ",", description = "In milliseconds (default: ${DEFAULT-VALUE}).")
    List<Integer> delays = List.of(0, 1, 5);

    @Option(names = "--seconds", description = "How long a trial with a delay takes (default: ${DEFAULT-VALUE}).")
    int seconds = 20;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return options.measured("slow", this::measure);
    }

    private int measure(BenchPlace place) throws IOException, InterruptedException {
        boolean held = true;
        int round = 0;
        for (int bytes : options.valueBytes) {
            for (int delay : delays) {
                long records = delay == 0 ? options.recordsOf(bytes) : Math.max(100, seconds * 1_000L / delay);
                String topic = "bench-slow-" + round++;
                place.filled(topic, options.partitions, bytes, records);
                List<Double> rates = new java.util.ArrayList<>();
                for (int trial = 0; trial < options.trials; trial++) {
                    rates.add(place.services()
                            .slowConsumer(topic, records, delay + "ms", place.ledgers())
                            .figures()
                            .recordsPerSecond());
                }
                held &= report(bytes, delay, Spread.of(rates));
                place.topics().delete(List.of(topic));
            }
        }
        return held ? 0 : 1;
    }

    private static boolean report(int bytes, int delay, Spread rate) {
        System.out.printf(
                Locale.ROOT,
                "slow      %5d bytes, delay %d ms  %,.1f (%,.1f to %,.1f) records/s",
                bytes,
                delay,
                rate.median(),
                rate.min(),
                rate.max());
        if (delay == 0) {
            System.out.println();
            return true;
        }
        double wanted = 1_000.0 / delay;
        double off = rate.median() / wanted - 1;
        System.out.printf(Locale.ROOT, ", %+.1f%% of %,.0f%n", 100 * off, wanted);
        return Math.abs(off) <= ALLOWED;
    }
}
