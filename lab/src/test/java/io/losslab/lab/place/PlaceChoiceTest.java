package io.losslab.lab.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.losslab.lab.LabException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PlaceChoiceTest {
    private static final Path FILE = Path.of("client.properties");
    private static final PlaceChoice EXISTING = PlaceChoice.parse("embedded", "127.0.0.1:1", FILE);
    private static final PlaceChoice COMPOSE = PlaceChoice.parse("compose", null, null);

    @Test
    void theWordsOfACommandLineNameOnePlace() {
        assertThat(PlaceChoice.parse("embedded", null, null)).isEqualTo(new PlaceChoice.Embedded());
        assertThat(COMPOSE).isEqualTo(new PlaceChoice.Compose());
        assertThat(EXISTING).isEqualTo(new PlaceChoice.Existing("127.0.0.1:1", FILE));
    }

    @Test
    void wordsThatNameNoneOrTwoAreRefused() {
        refuses(
                () -> PlaceChoice.parse("moon", null, null),
                "--place: `moon` is not known; allowed: embedded, compose");
        refuses(
                () -> PlaceChoice.parse("compose", "127.0.0.1:1", null),
                "--place compose and --bootstrap-servers name two places; allowed: one");
        refuses(
                () -> PlaceChoice.parse("embedded", null, FILE),
                "--command-config is only for a cluster of yours: add --bootstrap-servers HOST:PORT");
    }

    @Test
    void eachRefusesWhatItCannotDo() {
        refuses(
                COMPOSE::requireKeepable,
                "--keep: the containers of --place compose go with the run; to keep Kafka,"
                        + " start deploy/compose.yaml yourself and run with --bootstrap-servers");
        String disks =
                "--dump-logs: reads the brokers' disks, and only those of embedded brokers are the lab's; allowed"
                        + " without --place compose and --bootstrap-servers";
        refuses(COMPOSE::requireOwnDisks, disks);
        refuses(EXISTING::requireOwnDisks, disks);
        refuses(
                () -> EXISTING.requireConfigurable(Map.of("num.io.threads", "3")),
                "cluster.config: cannot be set on a cluster that is already there; remove it, or run without"
                        + " --bootstrap-servers");
        assertThatCode(() -> {
                    new PlaceChoice.Embedded().requireKeepable();
                    new PlaceChoice.Embedded().requireOwnDisks();
                    new PlaceChoice.Embedded().requireConfigurable(Map.of("num.io.threads", "3"));
                    COMPOSE.requireConfigurable(Map.of("num.io.threads", "3"));
                    EXISTING.requireKeepable();
                    EXISTING.requireConfigurable(Map.of());
                })
                .doesNotThrowAnyException();
    }

    /** Where it can be told before anything is started. */
    @Test
    void aPlaceRefusesEachCapabilityInItsOwnWords() {
        Place compose = new ComposePlace(null);
        Place existing = new AnyClusterPlace("127.0.0.1:1", null);
        for (Place.Capability wanted : Place.Capability.values()) {
            assertThat(existing.refusal(wanted))
                    .contains("cannot be done to a cluster that is already there; run without --bootstrap-servers");
        }
        assertThat(Arrays.stream(Place.Capability.values())
                        .filter(wanted -> compose.refusal(wanted).isEmpty()))
                .containsExactly(Place.Capability.CONFIGURE_BROKERS);
        assertThat(compose.refusal(Place.Capability.KILL_BROKER))
                .contains("cannot be done to brokers in containers; run without --place");
        assertThat(new EmbeddedPlace(null, null).refusal(Place.Capability.CHANGE_NETWORK))
                .isEmpty();
    }

    private static void refuses(ThrowingCallable what, String line) {
        assertThatThrownBy(what).isInstanceOf(LabException.BadInput.class).hasMessage(line);
    }
}
