package io.losslab.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
    @Test
    void aSlipIsRecognisedAndAnotherWordIsNot() {
        List<String> commands = List.of("run", "list", "up", "down", "report", "doctor");
        assertThat(Suggestion.nearest("reprot", commands)).hasValue("report");
        assertThat(Suggestion.nearest("dotcor", commands)).hasValue("doctor");
        assertThat(Suggestion.nearest("balance", commands)).isEmpty();
    }
}
