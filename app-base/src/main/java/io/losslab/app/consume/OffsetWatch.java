package io.losslab.app.consume;

import io.losslab.app.kafka.AdminSettings;
import io.losslab.app.kafka.BrokerReach;
import io.losslab.contract.status.GapStatus;
import io.losslab.ledger.identity.EpochClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the broker about once a second where each assigned log starts and ends, because the client's own lag and lead
 * freeze while a partition is paused; and reports each gap that the polling thread noticed, with the log start that the
 * broker names then. Has a thread and a connection of its own, so the poll loop never waits for it.
 */
final class OffsetWatch {
    private static final Logger LOG = Logger.getLogger(OffsetWatch.class);
    private static final long EVERY_MS = 1000;
    private static final long GAPS_EVERY_MS = 100;
    private static final int TIMEOUT_MS = 3000;

    private final ConsumerAccounts accounts;
    private final String group;
    private final String servers;
    private final Map<String, Object> adminSettings;
    private final BrokerReach broker;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "losslab-offset-watch");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable Admin admin;
    private boolean missingSaid;

    OffsetWatch(ConsumerAccounts accounts, String group, Map<String, Object> client, BrokerReach broker) {
        this.accounts = accounts;
        this.group = group;
        this.broker = broker;
        servers = Objects.requireNonNull(client.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG))
                .toString();
        adminSettings = AdminSettings.of(client, "losslab-offset-watch", TIMEOUT_MS);
    }

    void start() {
        scheduler.scheduleWithFixedDelay(this::tick, 0, EVERY_MS, TimeUnit.MILLISECONDS);
        scheduler.scheduleWithFixedDelay(this::gaps, GAPS_EVERY_MS, GAPS_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    void refreshSoon() {
        try {
            scheduler.execute(this::tick);
        } catch (RejectedExecutionException closing) {
            LOG.debug("closing");
        }
    }

    private void tick() {
        try {
            accounts.tick();
            refresh();
        } catch (RuntimeException e) {
            LOG.errorf(e, "the watch over the offsets failed");
        }
    }

    private void gaps() {
        try {
            ConsumerAccounts.NoticedGap gap = accounts.nextNoticedGap();
            if (gap == null) {
                return;
            }
            boolean known = refresh();
            for (; gap != null; gap = accounts.nextNoticedGap()) {
                report(gap, known);
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "the report of gaps failed");
        }
    }

    private void report(ConsumerAccounts.NoticedGap noticed, boolean logStartKnown) {
        GapWatch.Gap gap = noticed.gap();
        long logStart = logStartKnown ? accounts.partition(noticed.partition()).logStart : -1;
        String what = gap.confirmed() ? gap.count() + " records lost" : "up to " + gap.count() + " records jumped over";
        LOG.warnf(
                "%s in %s-%d for %s: offsets %d to %d, source %s, log start offset %d%s",
                what,
                accounts.topic(),
                noticed.partition(),
                group,
                gap.firstOffset(),
                gap.lastOffset(),
                noticed.source(),
                logStart,
                gap.confirmed() ? "" : " (another instance may have read them)");
        accounts.show(new GapStatus(
                noticed.partition(),
                gap.firstOffset(),
                gap.lastOffset(),
                gap.count(),
                logStart,
                EpochClock.instant(noticed.atMicros()).toString(),
                noticed.source().toString(),
                gap.confirmed()));
    }

    /** Returns whether the broker answered. */
    private boolean refresh() {
        Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (PartitionAccount partition : accounts.partitions()) {
            if (partition.assigned) {
                TopicPartition key = new TopicPartition(accounts.topic(), partition.partition);
                earliest.put(key, OffsetSpec.earliest());
                latest.put(key, OffsetSpec.latest());
            }
        }
        try {
            if (admin == null) {
                admin = Admin.create(adminSettings);
            }
            if (earliest.isEmpty()) {
                admin.describeTopics(List.of(accounts.topic())).allTopicNames().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
            } else {
                ListOffsetsResult starts = admin.listOffsets(earliest);
                ListOffsetsResult ends = admin.listOffsets(latest);
                starts.all()
                        .get(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                        .forEach((key, info) -> accounts.partition(key.partition()).logStart = info.offset());
                ends.all()
                        .get(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                        .forEach((key, info) -> accounts.partition(key.partition()).end = info.offset());
            }
            broker.answered(servers);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                topicMissing();
                return false;
            }
            broker.silent(servers, BrokerReach.reason(e));
        } catch (TimeoutException e) {
            broker.silent(servers, "no answer within " + TIMEOUT_MS + " ms");
        } catch (KafkaException e) {
            broker.silent(servers, BrokerReach.reason(e));
        }
        return false;
    }

    /** The client only says so at a level that is full of other things. */
    private void topicMissing() {
        broker.answered(servers);
        if (!missingSaid) {
            missingSaid = true;
            LOG.warnf("topic '%s' (losslab.topic) does not exist on %s; waiting for it", accounts.topic(), servers);
        }
    }

    void close() {
        scheduler.shutdownNow();
        if (admin != null) {
            admin.close(Duration.ofMillis(200));
        }
    }
}
