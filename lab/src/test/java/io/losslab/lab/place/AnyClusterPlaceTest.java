package io.losslab.lab.place;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.losslab.lab.LabException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnyClusterPlaceTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "localhost:", "localhost:0", "localhost:65536", "a:1,", "http://a:9092", "a b:1"
            })
    void whatIsNoAddressIsRefused(String servers) {
        assertThatThrownBy(() -> new AnyClusterPlace(servers, null))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageStartingWith("--bootstrap-servers: `")
                .hasMessageContaining("allowed: HOST:PORT");
    }

    @Test
    void aCommandConfigThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> new AnyClusterPlace("localhost:9092", dir.resolve("none.properties")))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageContaining("--command-config")
                .hasMessageContaining("none.properties");
    }

    @Test
    void brokersOfAClusterThatIsThereCannotBeConfigured() {
        AnyClusterPlace place = new AnyClusterPlace("localhost:9092", null);
        assertThatThrownBy(() -> place.start(new ClusterSpec(1, Map.of("num.io.threads", "2")), dir))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageContaining("num.io.threads");
    }

    @Test
    void silenceIsOneLineWithinTheTimeout() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        AnyClusterPlace place = new AnyClusterPlace("127.0.0.1:" + closed, null, Duration.ofSeconds(1));
        assertThatThrownBy(() -> place.start(new ClusterSpec(1, Map.of()), dir))
                .isInstanceOf(LabException.Environment.class)
                .hasMessageContaining("no Kafka answers at 127.0.0.1:" + closed + " within 1 s");
    }

    @Test
    void aHostThatDoesNotExistIsNamed() {
        AnyClusterPlace place = new AnyClusterPlace("no-such-host.invalid:9092", null, Duration.ofSeconds(1));
        assertThatThrownBy(() -> place.start(new ClusterSpec(1, Map.of()), dir))
                .isInstanceOf(LabException.Environment.class)
                .hasMessageContaining("no-such-host.invalid:9092");
    }

    @Test
    void aTrustStoreThatIsNotThereIsNamed() throws IOException {
        Path config = Files.writeString(
                dir.resolve("client.properties"),
                "security.protocol=SSL\nssl.truststore.location=/no/such/store.jks\n");
        AnyClusterPlace place = new AnyClusterPlace("127.0.0.1:9092", config, Duration.ofSeconds(1));
        assertThatThrownBy(() -> place.start(new ClusterSpec(1, Map.of()), dir))
                .isInstanceOf(LabException.Environment.class)
                .hasMessageContaining("/no/such/store.jks");
    }
}
