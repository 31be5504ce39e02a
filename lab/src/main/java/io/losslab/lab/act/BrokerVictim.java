package io.losslab.lab.act;

import io.losslab.lab.LabException;
import io.losslab.lab.place.BrokerNode;
import java.util.concurrent.TimeUnit;

/** A broker that the lab can end, or a controller. */
public record BrokerVictim(BrokerNode node) implements Victim {
    private static final long START_SECONDS = 60;

    @Override
    public String name() {
        return node.name();
    }

    @Override
    public boolean isAlive() {
        return node.isAlive();
    }

    /** One that is just starting does not listen yet. */
    @Override
    public boolean hasServed() {
        return node.accepts();
    }

    @Override
    public void kill() {
        node.kill();
    }

    @Override
    public void askToStop() {
        node.askToStop();
    }

    @Override
    public void stop() {
        node.stop();
    }

    @Override
    public void pause() {
        node.pause();
    }

    @Override
    public void resume() {
        node.resume();
    }

    @Override
    public Victim restart() {
        node.restart();
        return this;
    }

    /** Returns when its port is open. */
    @Override
    public void awaitServing() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!node.accepts()) {
            node.failure().ifPresent(line -> {
                throw new LabException.Environment(line);
            });
            if (System.nanoTime() > deadline) {
                throw new LabException.Environment(name() + " did not come up again within " + START_SECONDS + " s");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
