package io.losslab.app.consume;

import io.losslab.app.LedgerFolder;
import io.losslab.app.LossLabConfig;
import io.losslab.app.ServiceInstance;
import io.losslab.app.kafka.BrokerReach;
import io.losslab.contract.status.ConsumerStatus;
import io.losslab.ledger.journal.ConsumeLedger;
import io.losslab.ledger.journal.EntryKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The life of this process as a consumer: opens the books when the connector creates its client, and closes them after the
 * connector has closed it. What an application calls is {@code processed} and {@link #status}.
 */
@ApplicationScoped
public class ConsumerSession {
    private static final Logger LOG = Logger.getLogger(ConsumerSession.class);

    private final LossLabConfig config;
    private final ServiceInstance instance;
    private final MeterRegistry registry;
    private final BrokerReach broker;
    private final HealthCenter channels;

    private volatile @Nullable ConsumerAccounts accounts;
    private volatile boolean goingDown;

    // by open, together with the accounts
    @SuppressWarnings("NullAway.Init")
    private volatile OffsetWatch watch;

    @SuppressWarnings("NullAway.Init")
    private volatile String group;

    @SuppressWarnings("NullAway.Init")
    private List<java.util.logging.Logger> tapped;

    private volatile FencingTap.@Nullable Attached fencing;

    ConsumerSession(
            LossLabConfig config,
            ServiceInstance instance,
            MeterRegistry registry,
            BrokerReach broker,
            HealthCenter channels) {
        this.config = config;
        this.instance = instance;
        this.registry = registry;
        this.broker = broker;
        this.channels = channels;
    }

    /** Called by the connector while it starts; a channel with several clients shares the books. */
    synchronized ConsumerAccounts open(String channel, String topic, Map<String, Object> client) {
        if (accounts != null) {
            return accounts;
        }
        group = Objects.requireNonNull(client.get(ConsumerConfig.GROUP_ID_CONFIG))
                .toString();
        Map<String, String> settings = new TreeMap<>();
        for (String key : DECIDING) {
            if (client.get(key) != null) {
                settings.put(key, client.get(key).toString());
            }
        }
        PositionLog positions = new PositionLog(topic);
        tapped = ClientLogTap.attach(positions);
        fencing = FencingTap.attach();
        settings.put(ConsumeLedger.POSITIONS_JOURNALED, Boolean.toString(!tapped.isEmpty()));
        try {
            ConsumeLedger ledger = config.ledger().enabled()
                    ? ConsumeLedger.create(LedgerFolder.of(config), group, instance.name(), topic, settings)
                    : ConsumeLedger.unrecorded();
            accounts = new ConsumerAccounts(ledger, topic, positions);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "no ledger can be created below " + config.ledger().dir() + " (losslab.ledger.dir): " + e, e);
        }
        new ConsumerMeters(registry, group, accounts).register();
        watch = new OffsetWatch(accounts, group, client, broker);
        watch.start();
        return accounts;
    }

    /** Settings that decide about loss; kept with the ledger. */
    private static final String[] DECIDING = {
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
        ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG,
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
        ConsumerConfig.GROUP_PROTOCOL_CONFIG
    };

    ConsumerAccounts accounts() {
        ConsumerAccounts open = accounts;
        if (open == null) {
            throw new IllegalStateException("the consumer has not been started");
        }
        return open;
    }

    void refreshSoon() {
        watch.refreshSoon();
    }

    /**
     * The application did with the record what it should. On record when this returns; so acknowledge only then.
     *
     * @throws IllegalStateException when the ledger is closed or damaged; the record must then not be acknowledged
     */
    public void processed(ConsumerRecord<?, byte[]> record) {
        accounts().processed(record);
    }

    /** As {@link #processed(ConsumerRecord)}, for what a poll handed over of one partition. */
    public void processed(PolledRecords polled) {
        accounts().processed(polled.records());
    }

    /** The application failed on the record, and this became of it; as {@link #processed(ConsumerRecord)} for when, and for what it throws. */
    void notProcessed(EntryKind outcome, int partition, long offset, byte @Nullable [] value) {
        accounts().notProcessed(outcome, partition, offset, value);
    }

    /** A failure ended the channel: this process goes on, and consumes nothing any more. */
    void channelFailed(Throwable failure) {
        accounts().channelFailed(failure);
    }

    /**
     * Call before the work on what was delivered. Returns at once, until this process goes down; from then on it does not
     * return, so that what is at hand is neither acknowledged nor failed, and is delivered again. (The connector goes on
     * handing over what it had queued after it closed its client, and fails on each.)
     */
    public void admit() throws InterruptedException {
        if (goingDown) {
            new CountDownLatch(1).await();
        }
    }

    /** As {@link #admit}, for who must not block: what is at hand is then to be left as it is. */
    public boolean isGoingDown() {
        return goingDown;
    }

    void goDown(@Observes ShutdownEvent event) {
        goingDown = true;
    }

    /** Why the consumer cannot go on, or null. */
    public @Nullable String failure() {
        ConsumerAccounts open = accounts;
        return open == null ? null : open.failure();
    }

    /** Records handed over by polls, but not processed. */
    public long waiting() {
        ConsumerAccounts open = accounts;
        return open == null
                ? 0
                : open.partitions().stream()
                        .filter(p -> p.assigned)
                        .mapToLong(PartitionAccount::waiting)
                        .sum();
    }

    /** Records that the application is done with so far, whatever they turned out to be and whatever became of them. */
    public long done() {
        ConsumerAccounts open = accounts;
        return open == null
                ? 0
                : open.partitions().stream().mapToLong(PartitionAccount::done).sum();
    }

    /**
     * @param delayMs null where there is none
     */
    public ConsumerStatus status(@Nullable Double delayMs) {
        return accounts().status(instance.app(), group, instance.name(), delayMs, channelFailure());
    }

    /** The connector goes on without a channel that has failed, and says so to health only; and with one that is fenced. */
    private @Nullable String channelFailure() {
        FencingTap.Attached tap = fencing;
        if (tap != null && tap.tap().why() != null) {
            return tap.tap().why();
        }
        String failure = channels.getLiveness().getChannels().stream()
                .filter(channel -> !channel.isOk())
                .map(channel -> channel.getChannel() + ": " + channel.getMessage())
                .collect(Collectors.joining("; "));
        return failure.isEmpty() ? null : failure;
    }

    /** The connector closes its clients before the beans are destroyed, so nothing is delivered any more. */
    @PreDestroy
    void close() {
        if (accounts == null) {
            return;
        }
        watch.close();
        try {
            accounts.close();
        } catch (IOException e) {
            LOG.errorf("the ledger could not be closed: %s", e.getMessage());
        }
    }
}
