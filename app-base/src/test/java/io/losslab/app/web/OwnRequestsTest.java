package io.losslab.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnRequestsTest {
    private static final Set<String> ALLOWED = Set.of("load-producer", "load-producer.lab.svc");

    private static OwnRequests of(String host, String origin, String site, String referer, String agent) {
        return new OwnRequests(List.of(host), "10.0.0.5", origin, site, referer, agent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8080",
                "LOCALHOST:8080",
                "localhost.:8080",
                "127.0.0.1:8080",
                "127.0.0.53",
                "[::1]:8080",
                "10.0.0.5:8080",
                "load-producer:8080",
                "load-producer.lab.svc"
            })
    void ownNamesMayAsk(String host) {
        assertThat(of(host, null, null, null, "curl/8").refusal(ALLOWED)).isEmpty();
        assertThat(of(host, "http://" + host, "same-origin", null, "Mozilla/5.0")
                        .refusal(ALLOWED))
                .isEmpty();
        assertThat(of(host, null, "none", null, "Mozilla/5.0").refusal(ALLOWED)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "127.evil.example",
                "evil-localhost",
                "10.0.0.6",
                "load-producer.evil.example",
                "localhost@evil.example",
                "localhost, evil.example",
                "",
                "[::2]:8080"
            })
    void anyOtherHostMayNotForANameCanBeBoundAnew(String host) {
        assertThat(of(host, null, null, null, "curl/8").refusal(ALLOWED)).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "http://evil.example, -, -, -",
                "http://localhost:3000, -, -, -",
                "http://localhost, -, -, -",
                "https://localhost:8080, -, -, -",
                "null, -, -, -",
                "-, cross-site, -, Mozilla/5.0",
                "-, same-site, -, Mozilla/5.0",
                "-, something-new, -, Mozilla/5.0",
                "http://evil.example, same-origin, -, Mozilla/5.0",
                "-, -, http://evil.example/page, Mozilla/5.0",
                "-, -, http://localhost:8080.evil.example/, Mozilla/5.0",
                "-, -, http://localhost:8080@evil.example/, Mozilla/5.0",
                "-, -, -, Mozilla/5.0"
            })
    void aPageOfAnotherOriginMayNot(String origin, String site, String referer, String agent) {
        assertThat(of("localhost:8080", origin, site, referer, agent).refusal(ALLOWED))
                .hasValueSatisfying(
                        text -> assertThat(text).contains("; allowed: ").doesNotContain("\n"));
    }

    @Test
    void aRequestWithoutOrWithTwoHostsIsNobodys() {
        assertThat(new OwnRequests(List.of(), null, null, null, null, null).refusal(ALLOWED))
                .isPresent();
        assertThat(new OwnRequests(List.of("localhost", "evil.example"), null, null, null, null, null).refusal(ALLOWED))
                .isPresent();
    }

    @Test
    void misspeltEmptyAndDoubledParametersAreNamed() {
        List<String> known = List.of("duration", "keys");

        assertThat(QueryGuard.problem(Map.of("Duration", List.of("1ms")), known))
                .contains("unknown parameter 'Duration'; allowed: duration, keys");
        assertThat(QueryGuard.problem(Map.of("duration", List.of("")), known))
                .contains("parameter 'duration' is empty; allowed: a value, or no such parameter");
        assertThat(QueryGuard.problem(Map.of("duration", List.of("1s", "2s")), known))
                .contains("parameter 'duration' is there 2 times; allowed: once");
        assertThat(QueryGuard.problem(Map.of("x", List.of("1")), List.of()))
                .contains("unknown parameter 'x'; allowed: none here");
        assertThat(QueryGuard.problem(Map.of("keys", List.of("5")), known)).isEmpty();
    }
}
