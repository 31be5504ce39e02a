package io.losslab.lab.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerQuotesTest {
    @TempDir
    Path run;

    @Test
    void aBrokerIsQuotedFromItsOwnLog() throws IOException {
        Path brokers = Files.createDirectories(run.resolve(EvidenceReader.BROKERS));
        Files.writeString(
                brokers.resolve("broker-2.log"),
                "up\n[UnifiedLog partition=load-events-0, dir=d] Truncating to offset 90\n");
        Files.writeString(
                brokers.resolve("broker-3.log"),
                "[UnifiedLog partition=load-events-0, dir=d] Truncating to offset 90\n");
        Pattern words = Pattern.compile("Truncating to offset 90$");
        BrokerQuotes quotes = new BrokerQuotes(run);

        assertThat(quotes.find("load-events-0", words))
                .hasValueSatisfying(quote -> assertThat(quote.evidence()).isEqualTo("brokers/broker-2.log:2"));
        assertThat(quotes.find("load-events-0", words, 3)).hasValueSatisfying(quote -> {
            assertThat(quote.evidence()).isEqualTo("brokers/broker-3.log:1");
            assertThat(quote.broker()).isEqualTo("broker-3");
        });
        assertThat(quotes.find("load-events-0", words, 1)).isEmpty();
        assertThat(quotes.find("load-events-1", words, 3)).isEmpty();
    }
}
