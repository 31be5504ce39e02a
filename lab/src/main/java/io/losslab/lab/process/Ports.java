package io.losslab.lab.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Ports of 127.0.0.1. What is free now may be taken a moment later: who needs one says so when it fails to have it. */
public final class Ports {
    private static final int ANSWER_MILLIS = 200;

    private Ports() {}

    public static boolean isFree(int port) {
        InetAddress local = InetAddress.getLoopbackAddress();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(local, port), ANSWER_MILLIS);
            return false; // somebody answers, maybe on all addresses, which a bind alone would not always notice
        } catch (IOException ignored) {
            // nobody answers
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(local, port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Free ports, all different: all are held at once while looking.
     *
     * @throws IOException when there are not so many
     */
    public static List<Integer> free(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }
}
