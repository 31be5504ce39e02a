package io.losslab.consumer.slow;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A default that changes unseen changes every experiment. */
class SlowConsumerConfigTest {
    private static SmallRyeConfig config(PropertiesConfigSource... sources) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(sources)
                .withMapping(SlowConsumerConfig.class)
                .build();
    }

    @Test
    void defaultsOfTheMapping() {
        SlowConsumerConfig config = config().getConfigMapping(SlowConsumerConfig.class);

        assertThat(config.delay()).isEqualTo(Duration.ofMillis(5));
        assertThat(config.stuckAfter()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void theDelayIsWrittenAsPeopleWriteIt() {
        PropertiesConfigSource half =
                new PropertiesConfigSource(Map.of("losslab.processing.delay", "0.5ms"), "test", 500);

        assertThat(config(half).getConfigMapping(SlowConsumerConfig.class).delay())
                .isEqualTo(Duration.ofNanos(500_000));
    }

    @ParameterizedTest
    @CsvSource({
        "group.id,slow-consumer-group",
        "topic,load-events",
        "tracing-enabled,false",
        "auto.offset.reset,earliest",
        "enable.auto.commit,false",
        "commit-strategy,throttled",
        "auto.commit.interval.ms,1000",
        "throttled.unprocessed-record-max-age.ms,0",
        "failure-strategy,fail",
        "isolation.level,read_uncommitted",
        "max.poll.records,50",
        "max-queue-size-factor,1",
        "max.partition.fetch.bytes,65536",
        "max.poll.interval.ms,300000"
    })
    void settingsThatDecideAboutLossAreSpeltOut(String key, String value) throws IOException {
        PropertiesConfigSource shipped = new PropertiesConfigSource(
                Path.of("src/main/resources/application.properties").toUri().toURL());

        assertThat(config(shipped).getValue("mp.messaging.incoming.events." + key, String.class))
                .isEqualTo(value);
    }
}
