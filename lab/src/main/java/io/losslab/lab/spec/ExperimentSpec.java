package io.losslab.lab.spec;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.contract.service.ServiceCatalogue;
import io.losslab.lab.act.ActKind;
import io.losslab.lab.act.FaultSpec;
import io.losslab.lab.act.FaultTarget;
import io.losslab.lab.place.NetworkControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One experiment with every value resolved; only made from a document that the schema accepted. */
public record ExperimentSpec(
        String name,
        String title,
        String description,
        Brokers cluster,
        Topic topic,
        Load load,
        Map<String, Consumer> consumers,
        List<FaultSpec> faults,
        long seed,
        Drain drain,
        Map<String, JsonNode> vary,
        int trials,
        Map<String, JsonNode> expect,
        List<Promise> promises,
        String compare,
        JsonNode document) {

    /**
     * @param controllers 0: the brokers are controllers, too
     */
    public record Brokers(int brokers, int controllers, Map<String, String> config, Map<String, Integer> features) {}

    public record Topic(int partitions, int replicationFactor, Map<String, String> config) {
        /** A number from the topic's configuration; -1 when it is not set. */
        public long number(String key) {
            String value = config.get(key);
            return value == null ? -1 : Long.parseLong(value);
        }
    }

    /**
     * @param warmUp how long the same is sent before, apart from what is measured; null for not at all
     * @param transactions null when records are sent without
     */
    public record Load(
            int tps,
            int valueBytes,
            int keys,
            @Nullable Duration warmUp,
            Duration duration,
            Map<String, String> producer,
            @Nullable Transactions transactions) {}

    /**
     * @param records number of them in each transaction
     * @param abortEvery every how many transactions one is aborted; 0 for none
     */
    public record Transactions(int records, int abortEvery) {}

    /** The topic that takes what a group cannot process. */
    public record DeadLetters(Map<String, String> config) {}

    /**
     * @param group as {@code result.json} names it; on a cluster that is not the lab's own, the real group id is made
     *     unique to the run
     * @param delay null when the service's own default holds
     * @param startAt after the load's start; null when it is there from the beginning
     * @param failEvery every how many records one cannot be processed; 0 for none
     * @param deadLetters null when it has none
     */
    public record Consumer(
            String app,
            String group,
            int instances,
            @Nullable Duration delay,
            @Nullable Duration startAt,
            int failEvery,
            @Nullable DeadLetters deadLetters,
            Map<String, String> config) {
        /** Its service takes a time for each record, which can be changed while it runs. */
        public boolean hasDelay() {
            return understands("delay");
        }

        private boolean understands(String setting) {
            return ServiceCatalogue.named(app).understands(setting);
        }

        /** The first of the keys given that its service does not understand. */
        Optional<String> notUnderstood() {
            List<String> given = new ArrayList<>();
            if (delay != null) {
                given.add("delay");
            }
            if (failEvery > 0) {
                given.add("failEvery");
            }
            return given.stream().filter(key -> !understands(key)).findFirst();
        }
    }

    /**
     * @param delay null when every consumer keeps its own
     */
    public record Drain(boolean awaitRetention, @Nullable Duration delay, Duration timeout) {}

    public static ExperimentSpec of(JsonNode d) {
        JsonNode load = d.path("load");
        JsonNode drain = d.path("drain");
        JsonNode topic = d.path("topic");
        Map<String, Consumer> consumers = new LinkedHashMap<>();
        d.path("consumers").fields().forEachRemaining(e -> consumers.put(e.getKey(), consumer(e.getValue())));
        Map<String, JsonNode> vary = new LinkedHashMap<>();
        d.path("vary").fields().forEachRemaining(e -> vary.put(e.getKey(), e.getValue()));
        Map<String, JsonNode> expect = new LinkedHashMap<>();
        d.path("expect").fields().forEachRemaining(e -> expect.put(e.getKey(), e.getValue()));
        return new ExperimentSpec(
                d.path("name").asText(),
                d.path("title").asText(),
                d.path("description").asText("").strip(),
                new Brokers(
                        d.path("cluster").path("brokers").asInt(1),
                        d.path("cluster").path("controllers").asInt(0),
                        config(d.path("cluster").path("config")),
                        features(d.path("cluster").path("features"))),
                new Topic(
                        topic.path("partitions").asInt(1),
                        topic.path("replicationFactor").asInt(1),
                        config(topic.path("config"))),
                new Load(
                        load.path("tps").asInt(),
                        Math.toIntExact(Quantity.bytes(load.path("valueBytes").asText("1KiB"))),
                        load.path("keys").asInt(10_000),
                        duration(load, "warmUp"),
                        Quantity.duration(load.path("duration").asText()),
                        producer(config(load.path("producer"))),
                        load.has("transactions")
                                ? new Transactions(
                                        load.path("transactions")
                                                .path("records")
                                                .asInt(),
                                        load.path("transactions")
                                                .path("abortEvery")
                                                .asInt(0))
                                : null),
                consumers,
                faults(d.path("faults"), consumers),
                d.path("seed").asLong(1),
                new Drain(
                        drain.path("awaitRetention").asBoolean(false),
                        duration(drain, "delay"),
                        Quantity.duration(drain.path("timeout").asText("30s"))),
                vary,
                d.path("trials").asInt(1),
                expect,
                Promise.of(d.path("promises")),
                d.path("compare").asText(null),
                d);
    }

    private static Consumer consumer(JsonNode c) {
        String app = c.path("app").asText();
        return new Consumer(
                app,
                c.path("group").asText(app + "-group"),
                c.path("instances").asInt(1),
                duration(c, "delay"),
                duration(c, "startAt"),
                c.path("failEvery").asInt(0),
                c.has("deadLetters")
                        ? new DeadLetters(config(c.path("deadLetters").path("config")))
                        : null,
                config(c.path("config")));
    }

    /** Those of the file, and the late starts of consumers. */
    private static List<FaultSpec> faults(JsonNode list, Map<String, Consumer> consumers) {
        List<FaultSpec> faults = new ArrayList<>();
        for (JsonNode f : list) {
            faults.add(new FaultSpec(
                    ActKind.ofCode(f.path("kind").asText()),
                    FaultTarget.parse(f.path("target").asText()),
                    Quantity.duration(f.path("at").asText()),
                    duration(f, "for"),
                    duration(f, "restart"),
                    f.path("to").asText(null),
                    f.has("times")
                            ? new FaultSpec.Repeat(
                                    f.path("times").asInt(),
                                    Optional.ofNullable(duration(f, "every")).orElse(Duration.ZERO),
                                    Optional.ofNullable(duration(f, "jitter")).orElse(Duration.ZERO))
                            : FaultSpec.Repeat.ONCE,
                    slowness(f),
                    f.path("wipe").asBoolean(false),
                    f.path("after").asInt(-1),
                    f.path("mayBeRefused").asBoolean(false)));
        }
        consumers.forEach((name, consumer) -> {
            if (consumer.startAt() != null) {
                faults.add(new FaultSpec(ActKind.START, FaultTarget.parse(name), consumer.startAt(), null, null, null));
            }
        });
        return faults;
    }

    /** Null for a fault that slows nothing. */
    private static FaultSpec.@Nullable Slowness slowness(JsonNode f) {
        return f.has("latency") || f.has("bandwidth") || f.has("links")
                ? new FaultSpec.Slowness(
                        Optional.ofNullable(duration(f, "latency")).orElse(Duration.ZERO),
                        Quantity.bytes(f.path("bandwidth").asText("0")),
                        NetworkControl.Use.valueOf(
                                f.path("links").asText("brokers").toUpperCase(Locale.ROOT)))
                : null;
    }

    private static Map<String, Integer> features(JsonNode node) {
        Map<String, Integer> features = new LinkedHashMap<>();
        node.fields()
                .forEachRemaining(e -> features.put(e.getKey(), e.getValue().asInt()));
        return features;
    }

    private static @Nullable Duration duration(JsonNode node, String key) {
        return node.has(key) ? Quantity.duration(node.get(key).asText()) : null;
    }

    /** Kafka's client gives up idempotence by itself when less than acks=all is asked for, unless it is told to have it. */
    private static Map<String, String> producer(Map<String, String> config) {
        boolean all = List.of("all", "-1").contains(config.getOrDefault("acks", "all"));
        if (!all) {
            config.putIfAbsent("enable.idempotence", "false");
        }
        return config;
    }

    private static Map<String, String> config(JsonNode node) {
        Map<String, String> config = new LinkedHashMap<>();
        node.fields()
                .forEachRemaining(e -> config.put(
                        e.getKey(), Quantity.kafkaValue(e.getKey(), e.getValue().asText())));
        return config;
    }
}
