package io.losslab.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    private Path dir;

    @Test
    void lastErrorComesWithItsRootCause() throws IOException {
        assertThat(LogTail.lastError(log("""
                        12:00 ERROR first
                        12:01 FATAL [main] it broke: java.lang.RuntimeException: outer
                        \tat a.B.c(B.java:1)
                        Caused by: java.io.IOException: middle
                        \tat a.B.c(B.java:2)
                        Caused by: java.net.BindException: Address already in use
                        \t... 3 more
                        12:02 INFO stopped
                        """)))
                .hasValue("12:01 FATAL [main] it broke: java.lang.RuntimeException: outer"
                        + " | Caused by: java.net.BindException: Address already in use");
    }

    @Test
    void withoutAnErrorTheLastWordsCount() throws IOException {
        assertThat(LogTail.lastError(log("12:00 INFO starting\nException in thread \"main\" X\n\tat y\n\n")))
                .hasValue("Exception in thread \"main\" X");
    }

    @Test
    void aLogThatIsNotThereHasNoLastWords() {
        assertThat(LogTail.lastError(dir.resolve("none"))).isEmpty();
    }

    private Path log(String content) throws IOException {
        return Files.writeString(dir.resolve("x.log"), content);
    }
}
