package io.losslab.consumer.slow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DelayTest {
    private static CompletableFuture<Duration> pass(Delay delay) {
        return CompletableFuture.supplyAsync(() -> {
            long begin = System.nanoTime();
            try {
                delay.pass(() -> false);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Duration.ofNanos(System.nanoTime() - begin);
        });
    }

    @Test
    void passesNoSoonerThanItSays() {
        assertThat(pass(new Delay(Duration.ofMillis(30))).join()).isGreaterThanOrEqualTo(Duration.ofMillis(30));
    }

    @Test
    void shortenedItEndsTheWaitAtOnce() throws Exception {
        Delay delay = new Delay(Duration.ofHours(1));
        CompletableFuture<Duration> waiting = pass(delay);

        delay.set(Duration.ZERO);

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void lengthenedItCountsFromTheBegin() throws Exception {
        Delay delay = new Delay(Duration.ofHours(1));
        CompletableFuture<Duration> waiting = pass(delay);

        delay.set(Duration.ofMillis(200));

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void namesWhatIsAllowed() {
        assertThatThrownBy(() -> new Delay(Duration.ofDays(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a delay of PT48H is not within 0ms to 24h");
    }
}
