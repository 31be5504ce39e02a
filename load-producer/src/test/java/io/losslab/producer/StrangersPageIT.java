package io.losslab.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.losslab.app.testing.AppProcess;
import io.losslab.app.testing.Browser;
import io.losslab.app.testing.TestBroker;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody but the user starts a load: not a page that his browser shows, not a host name that is bound anew. */
class StrangersPageIT {
    /** Every way for a page to make a browser ask, without a word of JavaScript or with it. */
    private static final String PAGE = """
            <!doctype html><title>waiting</title><body>
            <img src="APP/start/11?run=img"><script src="APP/start/12?run=script"></script>
            <link rel=stylesheet href="APP/start/13?run=css"><iframe src="APP/start/14?run=frame"></iframe>
            <video src="APP/start/15?run=video"></video><object data="APP/start/16?run=object"></object>
            <form id=get action="APP/start/17" target=a><input name=run value=form></form><iframe name=a></iframe>
            <form id=post action="APP/stop" method=post target=b></form><iframe name=b></iframe>
            <a id=link href="APP/start/18?run=link" target=c rel=noreferrer>x</a><iframe name=c></iframe>
            <meta name=referrer content=no-referrer>
            <script>
            const no = () => 'refused';
            Promise.all([
              fetch('APP/start/19?run=fetch').then(() => 'read', no),
              fetch('APP/status').then(() => 'read', no),
              fetch('APP/stop', {method: 'POST'}).then(() => 'read', no),
              fetch('APP/start/20?run=nocors', {mode: 'no-cors', referrerPolicy: 'no-referrer'}).then(() => 'sent', no),
              fetch('APP/start/21?run=head', {mode: 'no-cors', method: 'HEAD'}).then(() => 'sent', no),
              fetch('APP/delay/0ms', {method: 'PUT'}).then(() => 'read', no),
            ]).then((all) => { document.title = 'done ' + all.join(' '); });
            navigator.sendBeacon('APP/stop', 'x');
            get.submit(); post.submit(); link.click();
            </script>""";

    @TempDir
    static Path dir;

    private static AppProcess app;
    private static HttpServer stranger;

    @BeforeAll
    static void start() throws IOException {
        app = AppProcess.start(
                dir, Map.of("losslab.topic", TestBroker.topic(1), "losslab.http.allowed-hosts", "named.example"));
        stranger = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        stranger.createContext("/", exchange -> {
            byte[] page = PAGE.replace("APP", app.url()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        stranger.start();
    }

    @AfterAll
    static void stop() {
        stranger.stop(0);
        app.close();
    }

    @BeforeEach
    void nothingRuns() {
        assertThat(app.status().path("intended").asLong()).isZero();
    }

    private static Browser browser() throws IOException {
        Optional<Browser> browser = Browser.installed(Files.createTempDirectory(dir, "browser"));
        if (browser.isEmpty()) {
            System.err.println("StrangersPageIT SKIPPED: no chromium on the path (set LOSSLAB_CHROMIUM to one)");
        }
        assumeTrue(browser.isPresent(), "no chromium on the path");
        return browser.get();
    }

    private void assertNothingWasStarted() {
        assertThat(app.status().path("state").asText()).isEqualTo("IDLE");
        assertThat(app.status().path("intended").asLong()).isZero();
    }

    @Test
    void aPageOfAnotherOriginStartsNothing() throws Exception {
        String page = browser().open("http://localhost:" + stranger.getAddress().getPort() + "/");

        assertThat(page).contains("<title>done refused refused refused sent sent refused</title>");
        assertNothingWasStarted();
    }

    @Test
    void aNameThatIsBoundAnewStartsNothing() throws Exception {
        String port = app.url().substring(app.url().lastIndexOf(':'));
        String page = browser()
                .open(
                        "http://rebound.example" + port + "/start/30?run=rebound",
                        "--host-resolver-rules=MAP rebound.example 127.0.0.1");

        assertThat(page).contains("Host 'rebound.example" + port + "' is not a name of this service");
        assertNothingWasStarted();
    }

    @Test
    void whoTypesTheAddressIsAnswered() throws Exception {
        assertThat(browser().open(app.url() + "/status")).contains("\"state\"");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /start/5?run=a, Host: evil.example, 403,",
        "GET /start/5?run=a, Host: localhost, 403, Origin: http://evil.example",
        "GET /start/5?run=a, Host: localhost, 403, Sec-Fetch-Site: cross-site",
        "POST /stop, Host: localhost, 403, Origin: null",
        "GET /stop, Host: evil.example, 403,",
        "GET /status, Host: evil.example, 403,",
        "GET /q/../start/5?run=a, Host: evil.example, 403,",
        "GET /q/%2e%2e/start/5?run=a, Host: evil.example, 403,",
        "GET //start/5?run=a, Host: evil.example, 403,",
        "GET http://evil.example/start/5?run=a, Host: evil.example, 403,",
        "GET http://localhost/start/5?run=a, Host: evil.example, 403,",
        "HEAD /start/5?run=a, Host: localhost, 405,",
        "HEAD /stop, Host: localhost, 405,",
        "GET /q/health/live, Host: 10.1.2.3:8080, 200,",
        "GET /q/metrics, Host: load-producer.somewhere, 200,",
        "GET /status, Host: named.example:8080, 200,",
        "GET /status, Host: localhost., 200,",
        "GET /start/%zz, Host: localhost, 400,",
        "GET /start/5?Duration=1ms, Host: localhost, 400,",
        "GET /start/5?duration=, Host: localhost, 400,",
        "GET /start/5?duration=1s&duration=2s, Host: localhost, 400,",
        "GET /status?x=1, Host: localhost, 400,",
    })
    void whoAsksAndForWhatIsLookedAt(String line, String host, int status, String header) throws Exception {
        String answer = ask(line + " HTTP/1.1\r\n" + host + "\r\n" + (header == null ? "" : header + "\r\n")
                + "Connection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        if (status >= 400 && !line.startsWith("HEAD")) {
            assertThat(answer).contains("application/problem+json").contains("\"detail\":\"");
        }
        assertNothingWasStarted();
    }

    @Test
    void whatIsTooLongIsSaidToBe() throws Exception {
        String answer = ask(
                "GET /start/5?run=" + "a".repeat(10_000) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 414 ")
                .contains("application/problem+json")
                .contains("allowed: 2048");
    }

    @Test
    void a405NamesWhatIsAllowed() throws Exception {
        String stop = ask("PUT /stop HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(stop).startsWith("HTTP/1.1 405 ").containsIgnoringCase("Allow: GET, POST\r\n");
        assertThat(stop).contains("/stop does not take this method; allowed: GET, POST");
        String start = ask("DELETE /start/5 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(start).startsWith("HTTP/1.1 405 ").containsIgnoringCase("Allow: GET\r\n");
        String head = ask("HEAD /start/5 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(head).startsWith("HTTP/1.1 405 ").containsIgnoringCase("Allow: GET\r\n");
    }

    @Test
    void aConnectionThatIsHalfOpenEnds() throws Exception {
        try (AppProcess patient = AppProcess.start(
                Files.createTempDirectory(dir, "idle"),
                Map.of("losslab.topic", TestBroker.topic(1), "quarkus.http.idle-timeout", "2S"))) {
            for (String begun : new String[] {"", "GET /sta", "GET /status HTTP/1.1\r\nHost: localhost\r\n"}) {
                URI uri = URI.create(patient.url());
                try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
                    socket.setSoTimeout(20_000);
                    socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
                    assertThat(socket.getInputStream().read()).as(begun).isEqualTo(-1);
                }
            }
        }
    }

    private static String ask(String request) throws IOException {
        URI uri = URI.create(app.url());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
