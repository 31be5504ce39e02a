package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.losslab.lab.LabException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ClusterGuardTest {
    private final AtomicReference<String> gone = new AtomicReference<>();

    private Optional<String> failure() {
        return Optional.ofNullable(gone.get());
    }

    @Test
    void whateverTheRunWaitsForItEndsSoonAfterTheCluster() {
        long started = System.nanoTime();

        assertThatThrownBy(() -> ClusterGuard.during(this::failure, () -> {
                    gone.set("broker-1 was ended by signal 9");
                    try {
                        new CountDownLatch(1).await(); // a service that waits for the broker
                        return null;
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new LabException.Environment("interrupted", e);
                    }
                }))
                .isInstanceOf(LabException.Environment.class)
                .hasMessage("broker-1 was ended by signal 9");

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aFailureOfTheRunsOwnIsLeftAsItIs() {
        assertThatThrownBy(() -> ClusterGuard.during(this::failure, () -> {
                    throw new LabException.BadInput("tps is too high");
                }))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessage("tps is too high");
    }

    @Test
    void anInterruptOfSomebodyElseStays() throws Exception {
        assertThat(ClusterGuard.during(this::failure, () -> {
                    Thread.currentThread().interrupt();
                    return "done";
                }))
                .isEqualTo("done");
        assertThat(Thread.interrupted()).isTrue();
    }
}
