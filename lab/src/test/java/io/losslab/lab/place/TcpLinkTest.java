package io.losslab.lab.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TcpLinkTest {
    private ServerSocket server;
    private TcpLink link;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread echo = new Thread(this::echo);
        echo.setDaemon(true);
        echo.start();
        link = new TcpLink(server.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        server.close();
    }

    private void echo() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> {
                    try (socket) {
                        socket.getInputStream().transferTo(socket.getOutputStream());
                    } catch (IOException ignored) {
                        // the test is over
                    }
                });
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException ignored) {
            // the test is over
        }
    }

    private Socket connect() throws IOException {
        String[] address = link.address().split(":");
        Socket socket = new Socket(address[0], Integer.parseInt(address[1]));
        socket.setSoTimeout(300);
        return socket;
    }

    private static byte[] roundTrip(Socket socket, int bytes) throws IOException {
        socket.getOutputStream().write(new byte[bytes]);
        return socket.getInputStream().readNBytes(bytes);
    }

    @Test
    void everyByteIsHandedOn() throws IOException {
        try (Socket socket = connect()) {
            socket.setSoTimeout(5_000);
            assertThat(roundTrip(socket, 1 << 20)).hasSize(1 << 20);
        }
    }

    @Test
    void whatIsSentOverACutLinkArrivesWhenItHeals() throws IOException {
        try (Socket socket = connect()) {
            roundTrip(socket, 1);
            link.cut();

            assertThatThrownBy(() -> roundTrip(socket, 1)).isInstanceOf(SocketTimeoutException.class);
            assertThatThrownBy(() -> {
                        try (Socket late = connect()) {
                            roundTrip(late, 1);
                        }
                    })
                    .isInstanceOf(SocketTimeoutException.class);

            link.heal();
            socket.setSoTimeout(5_000);
            assertThat(socket.getInputStream().read()).isZero();
        }
    }

    @Test
    void latencyCountsInEachDirectionAndBandwidthOnTop() throws IOException {
        try (Socket socket = connect()) {
            socket.setSoTimeout(5_000);
            roundTrip(socket, 1);
            link.slow(TimeUnit.MILLISECONDS.toNanos(50), 0);
            long began = System.nanoTime();
            roundTrip(socket, 1);
            assertThat(System.nanoTime() - began).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(100));

            link.slow(0, 1_000_000);
            began = System.nanoTime();
            roundTrip(socket, 200_000);
            assertThat(System.nanoTime() - began).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(180));
        }
    }

    @Test
    void anEndOfEitherSideIsHandedOnAndNothingIsLeft() throws IOException {
        Socket socket = connect();
        roundTrip(socket, 1);
        link.close();

        InputStream in = socket.getInputStream();
        assertThatThrownBy(() -> {
                    if (in.read() < 0) {
                        throw new IOException("end");
                    }
                })
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
        // the thread that accepts lets go of the port when it wakes up
        await().untilAsserted(() -> assertThatThrownBy(() -> connect().close()).isInstanceOf(IOException.class));
    }
}
