package io.losslab.consumer.fast;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A default that changes unseen changes every experiment. */
class FastConsumerConfigTest {
    @ParameterizedTest
    @CsvSource({
        "group.id,fast-consumer-group",
        "topic,load-events",
        "batch,true",
        "losslab.poll-as-one,true",
        "tracing-enabled,false",
        "auto.offset.reset,earliest",
        "enable.auto.commit,false",
        "commit-strategy,throttled",
        "auto.commit.interval.ms,1000",
        "throttled.unprocessed-record-max-age.ms,60000",
        "failure-strategy,fail",
        "isolation.level,read_uncommitted",
        "max.poll.records,2000"
    })
    void settingsThatDecideAboutLossAreSpeltOut(String key, String value) throws IOException {
        SmallRyeConfig shipped = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(Path.of("src/main/resources/application.properties")
                        .toUri()
                        .toURL()))
                .build();

        assertThat(shipped.getValue("mp.messaging.incoming.events." + key, String.class))
                .isEqualTo(value);
    }
}
