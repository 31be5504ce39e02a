package io.losslab.consumer.slow;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.app.testing.AppProcess;
import io.losslab.app.testing.TestBroker;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelayResourceIT {
    @TempDir
    static Path dir;

    private static AppProcess app;

    @BeforeAll
    static void start() {
        app = AppProcess.start(dir, Map.of("losslab.topic", TestBroker.topic(1)));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT | /delay/abc  | 400 | delay: 'abc' is not a duration such as 20ms, 1.5s, 2m, 1h or PT0.02S",
                "PUT | /delay/-5ms | 400 | delay: '-5ms' is not a duration",
                "PUT | /delay/5    | 400 | delay: '5' is not a duration",
                "PUT | /delay/48h  | 400 | delay: a delay of PT48H is not within 0ms to 24h",
                "GET | /delay/5ms  | 405 | /delay/5ms does not take this method; allowed: ",
                "GET | /nowhere    | 404 | nothing is at /nowhere",
            })
    void badInputIsAnsweredWithWhatIsAllowed(String method, String path, int status, String detail) {
        HttpResponse<String> response = app.send(method, path);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(AppProcess.json(response).path("detail").asText()).startsWith(detail);
        assertThat(app.status().path("delayMs").asDouble()).isEqualTo(5.0);
    }

    @ParameterizedTest
    @CsvSource({"1.5s,1500", "PT0.02S,20", "0.5ms,0.5"})
    void takesDurationsAsPeopleWriteThem(String text, double millis) {
        assertThat(AppProcess.json(app.send("PUT", "/delay/" + text))
                        .path("delayMs")
                        .asDouble())
                .isEqualTo(millis);
        app.send("PUT", "/delay/5ms");
    }
}
