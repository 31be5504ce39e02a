package io.losslab.app.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.ledger.journal.ConsumeLedger;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.JournalEntry;
import io.losslab.ledger.journal.JournalReader;
import io.losslab.ledger.journal.RunJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The books are of one topic: what a second client of the channel reads elsewhere is in none of them. */
class DeliveryInterceptorTest {
    private static final TopicPartition OURS = new TopicPartition("load-events", 0);
    private static final TopicPartition RETRIES = new TopicPartition("retry_1000", 0);

    @TempDir
    Path dir;

    private List<JournalEntry> entries(ConsumeLedger ledger, String stream) throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        Path file = ledger.dir().resolve(RunJournal.fileName(stream, 0));
        if (Files.exists(file)) {
            JournalReader.read(file, entries::add);
        }
        return entries;
    }

    private static ConsumerRecord<Object, Object> record(TopicPartition partition, long offset) {
        return new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, new byte[] {1});
    }

    private static ConsumerRecord<?, byte[]> bytes(TopicPartition partition, long offset) {
        return new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, new byte[] {1});
    }

    @Test
    void whatIsOfAnotherTopicIsInNoBook() throws IOException {
        ConsumeLedger ledger = ConsumeLedger.create(dir, "g", "i", OURS.topic(), Map.of());
        ConsumerAccounts accounts = new ConsumerAccounts(ledger, OURS.topic(), new PositionLog(OURS.topic()));
        DeliveryInterceptor interceptor = new DeliveryInterceptor();
        interceptor.configure(Map.of(DeliveryInterceptor.ACCOUNTS, accounts));
        Map<TopicPartition, List<ConsumerRecord<Object, Object>>> polled = new LinkedHashMap<>();
        polled.put(OURS, List.of(record(OURS, 0), record(OURS, 1)));
        polled.put(RETRIES, List.of(record(RETRIES, 40)));

        interceptor.onConsume(new ConsumerRecords<>(
                polled, Map.of(OURS, new OffsetAndMetadata(2), RETRIES, new OffsetAndMetadata(41))));
        accounts.processed(bytes(OURS, 0));
        accounts.processed(bytes(RETRIES, 40));
        interceptor.onCommit(Map.of(OURS, new OffsetAndMetadata(1), RETRIES, new OffsetAndMetadata(41)));

        assertThat(entries(ledger, "deliveries")).singleElement().satisfies(run -> assertThat(run.endOffset())
                .isEqualTo(2));
        assertThat(entries(ledger, "outcomes"))
                .singleElement()
                .extracting(JournalEntry::kind)
                .isEqualTo(EntryKind.PROCESSED_FOREIGN);
        assertThat(entries(ledger, "commits"))
                .extracting(JournalEntry::firstOffset)
                .containsExactly(1L);
        assertThat(accounts.partition(0).position).isEqualTo(2);
        assertThat(accounts.failure()).isNull();
    }
}
