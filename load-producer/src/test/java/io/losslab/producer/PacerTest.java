package io.losslab.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.SendFailure;
import io.losslab.ledger.journal.SendLedger;
import io.losslab.ledger.payload.PayloadDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's own mock stands for the client: what is tested is the pacing and the numbering, not the sending. */
class PacerTest {
    private static final int PARTITIONS = 3;

    @TempDir
    Path dir;

    private SendLedger ledger;

    @BeforeEach
    void openLedger() throws IOException {
        ledger = SendLedger.create(dir, new Source("run", "me"), "topic", PARTITIONS, Map.of());
    }

    private static MockProducer<byte[], byte[]> client() {
        return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Pacer.Pace pace(long tps, Duration duration) {
        return new Pacer.Pace(tps, 100, 10, duration.toNanos());
    }

    private static void assertDense(List<ProducerRecord<byte[], byte[]>> sent) {
        long[] next = new long[PARTITIONS];
        PayloadDecoder decoder = new PayloadDecoder();
        for (ProducerRecord<byte[], byte[]> record : sent) {
            assertThat(decoder.decode(record.value())).isEqualTo(PayloadDecoder.Kind.RECORD);
            assertThat(decoder.partition()).isEqualTo(record.partition());
            assertThat(decoder.sequence()).isEqualTo(next[record.partition()]++);
        }
    }

    @Test
    void sendsExactlyWhatTheDurationHolds() throws InterruptedException {
        MockProducer<byte[], byte[]> client = client();
        LoadRun run = new LoadRun(ledger, "topic", client);
        Pacer pacer = new Pacer(run, client, pace(2_000, Duration.ofMillis(500)));

        pacer.start();

        assertThat(pacer.awaitEnd(10_000)).isTrue();
        assertThat(run.intended()).isEqualTo(1_000);
        assertThat(run.acked()).isEqualTo(1_000);
        assertThat(client.history()).hasSize(1_000);
        assertDense(client.history());
    }

    @Test
    void intendedTimesKeepTheirDistanceHoweverLateTheSend() throws InterruptedException {
        MockProducer<byte[], byte[]> client = client();
        LoadRun run = new LoadRun(ledger, "topic", client);
        Pacer pacer = new Pacer(run, client, pace(1_000, Duration.ofMillis(300)));

        pacer.start();
        assertThat(pacer.awaitEnd(10_000)).isTrue();

        PayloadDecoder decoder = new PayloadDecoder();
        long before = 0;
        for (ProducerRecord<byte[], byte[]> record : client.history()) {
            decoder.decodeIdentity(record.value());
            if (before > 0) {
                assertThat(decoder.intendedMicros() - before).isBetween(999L, 1_001L);
            }
            before = decoder.intendedMicros();
        }
    }

    @Test
    void aChangeOfRateAndShapeLosesNoSequence() throws InterruptedException {
        MockProducer<byte[], byte[]> client = client();
        LoadRun run = new LoadRun(ledger, "topic", client);
        Pacer pacer = new Pacer(run, client, pace(500, Duration.ZERO));
        pacer.start();
        Awaitility.await().until(() -> run.acked() > 50);

        pacer.change(new Pacer.Pace(5_000, 200, 7, Duration.ofMillis(300).toNanos()));

        assertThat(pacer.awaitEnd(10_000)).isTrue();
        assertThat(run.intended()).isGreaterThanOrEqualTo(1_550);
        assertDense(client.history());
        assertThat(client.history().get(client.history().size() - 1).value()).hasSize(200);
    }

    /** A client whose buffer is full until the latch opens. */
    private static final class FullClient extends MockProducer<byte[], byte[]> {
        private final CountDownLatch room = new CountDownLatch(1);

        FullClient() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            try {
                room.await();
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
            return super.send(record, callback);
        }
    }

    @Test
    void aClientThatGivesUpWithoutAWordEndsTheRun() throws InterruptedException {
        MockProducer<byte[], byte[]> client =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
                        throw new IllegalStateException();
                    }
                };
        LoadRun run = new LoadRun(ledger, "topic", client);
        Pacer pacer = new Pacer(run, client, pace(1_000, Duration.ofMillis(500)));

        pacer.start();

        assertThat(pacer.awaitEnd(10_000)).isTrue();
        assertThat(run.fatal()).isEqualTo("java.lang.IllegalStateException");
        assertThat(run.intended()).isEqualTo(1);
    }

    @Test
    void aSendThatIsMadeToWaitCanBeInterruptedAndItsRecordGoesFirstLater() throws InterruptedException {
        FullClient client = new FullClient();
        LoadRun run = new LoadRun(ledger, "topic", client);
        Pacer pacer = new Pacer(run, client, pace(1_000, Duration.ZERO));
        pacer.start();
        Awaitility.await().until(() -> run.intended() == 1 && pacer.behindNanos() > 0);

        pacer.end();
        pacer.interrupt();

        assertThat(pacer.awaitEnd(5_000)).isTrue();
        assertThat(run.handedOver())
                .as("reserved, never given to the client: not sent")
                .isZero();

        client.room.countDown();
        Pacer again = new Pacer(run, client, pace(1_000, Duration.ofMillis(100)));
        again.start();
        assertThat(again.awaitEnd(10_000)).isTrue();
        assertThat(run.intended()).isEqualTo(100);
        assertThat(run.handedOver()).isEqualTo(100);
        assertDense(client.history());
    }

    @Test
    void whatTheClientRefusesIsOnRecordAndTheLoadGoesOn() throws InterruptedException {
        MockProducer<byte[], byte[]> client = client();
        client.sendException = new org.apache.kafka.common.errors.RecordTooLargeException("too large");
        LoadRun run = new LoadRun(ledger, "topic", client);
        Pacer pacer = new Pacer(run, client, pace(1_000, Duration.ofMillis(50)));

        pacer.start();

        assertThat(pacer.awaitEnd(10_000)).isTrue();
        assertThat(run.failed()).isEqualTo(50);
        assertThat(run.failures(SendFailure.RECORD_TOO_LARGE)).isEqualTo(50);
        assertThat(run.outstanding()).isZero();
        assertThat(run.fatal()).isNull();
    }

    @Test
    void aLoadThatCannotBeginItsTransactionHasFailedAndSaysWhy() throws InterruptedException {
        MockProducer<byte[], byte[]> client = client(); // not initialised for transactions
        LoadRun run = new LoadRun(ledger, "topic", client);
        Pacer pacer = new Pacer(run, client, new Transactions(client, 10, 0), pace(1_000, Duration.ofMillis(50)));

        pacer.start();

        assertThat(pacer.awaitEnd(10_000)).isTrue();
        assertThat(run.fatal()).startsWith("the load ended early: ").contains("initialized for transactions");
        assertThat(run.intended()).isZero();
    }
}
