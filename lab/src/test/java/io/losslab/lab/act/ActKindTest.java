package io.losslab.lab.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.lab.place.NetworkControl;
import io.losslab.lab.place.Place.Capability;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActKindTest {
    @ParameterizedTest
    @EnumSource
    void eachKindIsComplete(ActKind kind) {
        assertThat(ActKind.ofCode(kind.code())).isSameAs(kind);
        assertThat(kind.endsProcess() && kind.hasDuration())
                .as("ends, or lasts")
                .isFalse();
        assertThat(kind.isMoment())
                .as("is over at once, so neither ending() nor lasting(), unless done to processes or brokers")
                .isEqualTo(!kind.isOnProcess());
        assertThat(kind.needs().isEmpty())
                .as("asks the place for something when it is done to processes")
                .isEqualTo(!kind.isOnProcess());
        assertThat(kind.takesOffset() && kind.to().isEmpty())
                .as("'to' takes an offset, but no word")
                .isFalse();
        FaultSpec spec = new FaultSpec(
                kind,
                FaultTarget.parse("broker 1"),
                Duration.ZERO,
                Duration.ofSeconds(1),
                null,
                null,
                FaultSpec.Repeat.ONCE,
                new FaultSpec.Slowness(Duration.ofMillis(20), 0, NetworkControl.Use.BROKERS),
                false,
                -1,
                false);
        assertThat(kind.act(spec).getClass().getSimpleName())
                .as("class that does it")
                .isEqualTo(camel(kind.code()) + "Fault");
    }

    private static String camel(String code) {
        StringBuilder camel = new StringBuilder();
        for (String word : code.split("-")) {
            camel.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return camel.toString();
    }

    @Test
    void eachCapabilityButTheBrokersSettingsIsAskedForByAKind() {
        Set<Capability> asked = new HashSet<>();
        Arrays.stream(ActKind.values()).forEach(kind -> asked.addAll(kind.needs()));

        assertThat(asked)
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(Capability.CONFIGURE_BROKERS)));
    }

    @Test
    void kindsAreListedAsASentenceDoes() {
        assertThat(ActKind.listed(EnumSet.of(ActKind.KILL, ActKind.STOP, ActKind.POWER_LOSS)::contains))
                .isEqualTo("kill, stop and power-loss");
        assertThat(ActKind.listed(EnumSet.of(ActKind.KILL, ActKind.STOP)::contains))
                .isEqualTo("kill and stop");
        assertThat(ActKind.listed(kind -> kind == ActKind.PAUSE)).isEqualTo("pause");
        assertThat(ActKind.listed(kind -> kind == ActKind.START)).isEmpty();
    }

    @Test
    void whatAStrangersFolderNamesIsNoKind() {
        assertThat(ActKind.find("earthquake")).isEmpty();
        assertThat(ActKind.find("KILL")).isEmpty();
    }
}
