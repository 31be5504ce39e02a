package io.losslab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.losslab.lab.text.Style;
import org.junit.jupiter.api.Test;

class MatrixTableTest {
    @Test
    void everyCellShowsItsLossAndItsPromise() throws Exception {
        String matrix = """
                {"keys": ["fault", "acks"], "cells": [
                  {"varied": {"fault": "leader killed", "acks": "1"}, "ackedLost": 1234, "says": "little", "held": true},
                  {"varied": {"fault": "leader killed", "acks": "all"}, "ackedLost": 0, "says": "all", "held": true},
                  {"varied": {"fault": "disk gone", "acks": "1"}, "ackedLost": 7, "says": "little", "held": true},
                  {"varied": {"fault": "disk gone", "acks": "all"}, "ackedLost": 3, "says": "all", "held": false}]}""";

        String text = new MatrixTable(new ObjectMapper().readTree(matrix)).render(new Style(false), 80);

        assertThat(text.lines().map(String::stripTrailing))
                .containsSubsequence(
                        "Acknowledged, then lost  leader killed      disk gone",
                        "acks=1                       1,234 (a)          7 (a)",
                        "acks=all                         0 (b)  3 (b, BROKEN)",
                        "  a) little",
                        "  b) all");
    }
}
