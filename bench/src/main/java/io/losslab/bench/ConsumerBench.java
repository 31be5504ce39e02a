package io.losslab.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "consumer",
        mixinStandardHelpOptions = true,
        description = {
            "How fast fast-consumer reads beside kafka-consumer-perf-test, turn by turn, on a real broker of its own.",
            "",
            "Nothing of the service is off: identity, checksum, ledger, latencies, metrics; after each trial every record must"
                    + " have been processed and committed, and none lost. The tool counts records and bytes, with its own"
                    + " settings. Both start anew each time and are measured from the first quarter on."
        })
final class ConsumerBench implements Callable<Integer> {
    @Mixin
    PairOptions options = new PairOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        return options.measured("consumer", this::measure);
    }

    private int measure(BenchPlace place) throws IOException, InterruptedException {
        KafkaTool tool = new KafkaTool(place.home());
        List<Pairs> all = new ArrayList<>();
        for (int bytes : options.valueBytes) {
            long records = options.recordsOf(bytes);
            String topic = "bench-read-" + bytes;
            place.filled(topic, options.partitions, bytes, records);
            Pairs pairs = new Pairs("consumer", "kafka-consumer-perf-test", bytes);
            pairs.run(
                    options.trials,
                    () -> place.services()
                            .fastConsumer(topic, records, place.ledgers())
                            .figures(),
                    () -> tool.consumer(place.servers(), topic, records).figures());
            pairs.print();
            all.add(pairs);
            place.topics().delete(List.of(topic));
        }
        if (options.json != null) {
            Pairs.write(options.json, all);
        }
        return 0;
    }
}
