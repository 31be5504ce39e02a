package io.losslab.lab.evidence;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds in the brokers' logs of a run the very line that something was read from, so that people can look it up. */
public final class BrokerQuotes {
    /**
     * @param evidence the file within the run's evidence folder, and the line: {@code brokers/broker-1.log:17}
     * @param broker such as {@code broker-1}
     */
    public record Quote(String evidence, String broker, String words) {}

    private static final String SUFFIX = ".log";

    private final Path brokersDir;

    /**
     * @param runDir the run's evidence folder
     */
    public BrokerQuotes(Path runDir) {
        brokersDir = runDir.resolve(EvidenceReader.BROKERS);
    }

    /**
     * The first line, file by file, of a partition in which the words are found; empty where there is none.
     *
     * @param topicPartition such as {@code load-events-0}
     */
    public Optional<Quote> find(String topicPartition, Pattern words) {
        return find(topicPartition, words, log -> true);
    }

    /** As {@link #find(String, Pattern)}, but only what this broker itself said. */
    public Optional<Quote> find(String topicPartition, Pattern words, int broker) {
        return find(topicPartition, words, log -> log.equals("broker-" + broker + SUFFIX));
    }

    private Optional<Quote> find(String topicPartition, Pattern words, Predicate<String> whose) {
        Pattern partition = Pattern.compile("(?<![\\w.-])" + Pattern.quote(topicPartition) + "(?!\\d)");
        if (!Files.isDirectory(brokersDir)) {
            return Optional.empty();
        }
        try {
            List<Path> logs;
            try (Stream<Path> files = Files.list(brokersDir)) {
                logs = files.filter(f -> f.getFileName().toString().endsWith(SUFFIX))
                        .filter(f -> whose.test(f.getFileName().toString()))
                        .sorted()
                        .toList();
            }
            for (Path log : logs) {
                Optional<Quote> quote = find(log, partition, words);
                if (quote.isPresent()) {
                    return quote;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the brokers' logs cannot be read: " + e.getMessage(), e);
        }
        return Optional.empty();
    }

    private static Optional<Quote> find(Path log, Pattern partition, Pattern words) throws IOException {
        String file = log.getFileName().toString();
        long number = 0;
        try (BufferedReader reader = Files.newBufferedReader(log, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                Matcher found = words.matcher(line);
                if (found.find() && partition.matcher(line).find()) {
                    return Optional.of(new Quote(
                            EvidenceReader.BROKERS + "/" + file + ":" + number,
                            file.substring(0, file.length() - SUFFIX.length()),
                            found.group()));
                }
            }
        }
        return Optional.empty();
    }
}
