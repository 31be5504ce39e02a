package io.losslab.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.app.LossLabConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A default that changes unseen changes every experiment. */
class LoadConfigTest {
    private static SmallRyeConfig config(PropertiesConfigSource... sources) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addSystemSources()
                .withSources(sources)
                .withMapping(LoadConfig.class)
                .withMapping(LossLabConfig.class)
                .build();
    }

    private static PropertiesConfigSource shipped() throws IOException {
        return new PropertiesConfigSource(
                Path.of("src/main/resources/application.properties").toUri().toURL());
    }

    @Test
    void defaultsOfTheMappings() {
        LoadConfig load = config().getConfigMapping(LoadConfig.class);
        LossLabConfig lab = config().getConfigMapping(LossLabConfig.class);

        assertThat(load.valueBytes()).isEqualTo(1024);
        assertThat(load.keys()).isEqualTo(10_000);
        assertThat(load.maxTps()).isEqualTo(10_000_000);
        assertThat(lab.topic()).isEqualTo("load-events");
        assertThat(lab.instance()).isEmpty();
        String state = System.getenv("XDG_STATE_HOME");
        assertThat(lab.ledger().dir())
                .as("a folder of the user's")
                .isEqualTo(
                        state == null
                                ? Path.of(System.getProperty("user.home"), ".local", "state", "losslab", "ledger")
                                : Path.of(state, "losslab", "ledger"));
    }

    @ParameterizedTest
    @CsvSource({
        "acks,all",
        "tracing-enabled,false",
        "enable.idempotence,true",
        "max.in.flight.requests.per.connection,5",
        "delivery.timeout.ms,120000",
        "request.timeout.ms,30000",
        "max.block.ms,60000",
        "linger.ms,5",
        "compression.type,none",
        "topic,load-events"
    })
    void settingsThatDecideAboutLossAreSpeltOut(String key, String value) throws IOException {
        assertThat(config(shipped()).getValue("mp.messaging.outgoing.load." + key, String.class))
                .isEqualTo(value);
    }
}
