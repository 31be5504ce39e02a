package io.losslab.lab.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One experiment with every value resolved; only made from a document that the schema accepted. */
record ExperimentSpec(
        String name,
        String title,
        String description,
        Brokers cluster,
        Topic topic,
        Load load,
        Map<String, Consumer> consumers,
        Drain drain,
        Map<String, List<JsonNode>> vary,
        int trials,
        Map<String, JsonNode> expect,
        String compare,
        JsonNode document) {

    record Brokers(int brokers, Map<String, String> config) {}

    record Topic(int partitions, int replicationFactor, Map<String, String> config) {
        /** A number from the topic's configuration; -1 when it is not set. */
        long number(String key) {
            String value = config.get(key);
            return value == null ? -1 : Long.parseLong(value);
        }
    }

    record Load(int tps, int valueBytes, int keys, Duration duration, Map<String, String> producer) {}

    /**
     * @param group as {@code result.json} names it; on a cluster that is not the lab's own, the real group id is made
     *     unique to the run
     * @param delay null when the service's own default holds
     */
    record Consumer(String app, String group, int instances, Duration delay, Map<String, String> config) {
        boolean isSlow() {
            return app.equals("slow-consumer");
        }
    }

    /**
     * @param delay null when every consumer keeps its own
     */
    record Drain(boolean awaitRetention, Duration delay, Duration timeout) {}

    static ExperimentSpec of(JsonNode d) {
        JsonNode load = d.path("load");
        JsonNode drain = d.path("drain");
        JsonNode topic = d.path("topic");
        Map<String, Consumer> consumers = new LinkedHashMap<>();
        d.path("consumers").fields().forEachRemaining(e -> consumers.put(e.getKey(), consumer(e.getValue())));
        Map<String, List<JsonNode>> vary = new LinkedHashMap<>();
        d.path("vary").fields().forEachRemaining(e -> {
            List<JsonNode> values = new ArrayList<>();
            e.getValue().forEach(values::add);
            vary.put(e.getKey(), values);
        });
        Map<String, JsonNode> expect = new LinkedHashMap<>();
        d.path("expect").fields().forEachRemaining(e -> expect.put(e.getKey(), e.getValue()));
        return new ExperimentSpec(
                d.path("name").asText(),
                d.path("title").asText(),
                d.path("description").asText("").strip(),
                new Brokers(
                        d.path("cluster").path("brokers").asInt(1),
                        config(d.path("cluster").path("config"))),
                new Topic(
                        topic.path("partitions").asInt(1),
                        topic.path("replicationFactor").asInt(1),
                        config(topic.path("config"))),
                new Load(
                        load.path("tps").asInt(),
                        Math.toIntExact(Quantity.bytes(load.path("valueBytes").asText("1KiB"))),
                        load.path("keys").asInt(10_000),
                        Quantity.duration(load.path("duration").asText()),
                        config(load.path("producer"))),
                consumers,
                new Drain(
                        drain.path("awaitRetention").asBoolean(false),
                        drain.has("delay")
                                ? Quantity.duration(drain.get("delay").asText())
                                : null,
                        Quantity.duration(drain.path("timeout").asText("30s"))),
                vary,
                d.path("trials").asInt(1),
                expect,
                d.path("compare").asText(null),
                d);
    }

    private static Consumer consumer(JsonNode c) {
        String app = c.path("app").asText();
        return new Consumer(
                app,
                c.path("group").asText(app + "-group"),
                c.path("instances").asInt(1),
                c.has("delay") ? Quantity.duration(c.get("delay").asText()) : null,
                config(c.path("config")));
    }

    private static Map<String, String> config(JsonNode node) {
        Map<String, String> config = new LinkedHashMap<>();
        node.fields()
                .forEachRemaining(e -> config.put(
                        e.getKey(), Quantity.kafkaValue(e.getKey(), e.getValue().asText())));
        return config;
    }
}
