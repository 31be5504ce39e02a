package io.losslab.consumer.slow;

import io.losslab.app.testing.AppProcess;
import io.losslab.app.testing.TestBroker;
import io.losslab.app.testing.TestRecords;
import io.losslab.ledger.identity.Source;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A fresh topic of one partition for planted records, a fresh group, and the built service that reads it. */
abstract class PlantedTopic {
    static final String CHANNEL = "mp.messaging.incoming.events.";

    @TempDir
    Path dir;

    String topic;
    String group;
    final TestRecords records = new TestRecords("planted-run", 0);

    @BeforeEach
    void freshTopicAndGroup() {
        topic = TestBroker.topic(1);
        group = "g-" + Source.randomName(8);
    }

    AppProcess start(String delay) {
        return start(delay, Map.of());
    }

    AppProcess start(String delay, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("losslab.topic", topic);
        settings.put("losslab.group", group);
        settings.put("losslab.processing.delay", delay);
        return AppProcess.start(dir, settings);
    }

    static long count(AppProcess app, String field) {
        return app.status().path(field).asLong();
    }

    /** A figure of the one partition. */
    static long of(AppProcess app, String field) {
        return app.status().path("partitions").path(0).path(field).asLong();
    }

    static long committed(AppProcess app) {
        return of(app, "committed");
    }
}
