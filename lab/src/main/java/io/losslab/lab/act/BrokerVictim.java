package io.losslab.lab.act;

import io.losslab.lab.LabException;
import io.losslab.lab.place.BrokerProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/** A broker of the lab's own, or a controller. */
public record BrokerVictim(BrokerProcess process) implements Victim {
    private static final long START_SECONDS = 60;

    @Override
    public String name() {
        return process.name();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    /** One that is just starting does not listen yet. */
    @Override
    public boolean hasServed() {
        return accepts();
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void askToStop() {
        process.askToStop();
    }

    @Override
    public void stop() {
        process.stop();
    }

    @Override
    public void pause() {
        process.pause();
    }

    @Override
    public void resume() {
        process.resume();
    }

    @Override
    public Victim restart() {
        process.restart();
        return this;
    }

    /** While it is down: it is to be started on an empty, formatted disk. */
    void replaceDisk() {
        process.replaceDisk();
    }

    /** Returns when its port is open. */
    @Override
    public void awaitServing() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!accepts()) {
            process.failure().ifPresent(line -> {
                throw new LabException.Environment(line);
            });
            if (System.nanoTime() > deadline) {
                throw new LabException.Environment(name() + " did not come up again within " + START_SECONDS + " s");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private boolean accepts() {
        int colon = process.listenAddress().lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            process.listenAddress().substring(0, colon),
                            Integer.parseInt(process.listenAddress().substring(colon + 1))),
                    500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
