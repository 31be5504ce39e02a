package io.losslab.lab.cli;

import io.losslab.lab.story.Statement;
import io.losslab.lab.story.Story;
import io.losslab.lab.story.Times;
import io.losslab.lab.story.Verdict;
import io.losslab.ledger.identity.EpochClock;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A record's story for people: a line for each sentence, with its time before it and the numbers of its files behind. */
final class ExplainText {
    private static final int WIDTH = 110;
    private static final int MINUTE_WIDTH = 6; // HH:mm:

    private final PrintWriter out;
    private final List<String> evidence = new ArrayList<>();
    private int timeWidth;

    ExplainText(PrintWriter out) {
        this.out = out;
    }

    void print(List<Story> stories) {
        if (stories.size() > 1) {
            out.println(stories.size() + " records had offset " + stories.get(0).offset()
                    + ", one after the other: the log was cut off, and grew again.");
            out.println();
        }
        for (int i = 0; i < stories.size(); i++) {
            if (i > 0) {
                out.println();
                out.println("-".repeat(WIDTH));
                out.println();
            }
            print(stories.get(i));
        }
    }

    private void print(Story story) {
        evidence.clear();
        List<Statement> all = Stream.of(
                        story.producer().stream(),
                        story.log().stream(),
                        story.groups().stream().flatMap(group -> group.statements().stream()))
                .flatMap(statements -> statements)
                .toList();
        timeWidth = all.stream().mapToInt(s -> time(s).length()).max().orElse(0);
        out.println("Record " + story.id() + (story.key() == null ? "" : ", key " + story.key()));
        out.println(story.topic() + "-" + story.partition() + ", "
                + (story.offset() < 0 ? "no offset of it is known" : "offset " + story.offset()) + "; run "
                + story.run()
                + " (" + story.variant() + ", trial " + story.trial() + "), Kafka " + story.kafkaVersion()
                + "; times are UTC" + date(all));
        section("The producer", story.producer());
        section("The log", story.log());
        for (Story.Group group : story.groups()) {
            section("Group " + group.name(), group.statements());
            verdict(group.verdict());
        }
        out.println();
        out.println("Evidence, in " + story.dir());
        for (int i = 0; i < evidence.size(); i++) {
            out.println("  [" + (i + 1) + "] " + evidence.get(i));
        }
        if (all.stream().anyMatch(s -> s.toMicros() - s.fromMicros() >= 1_000)) {
            out.println(
                    "A time with a range: between these; a ledger notes the times of the first and the last of records in a row.");
        }
    }

    private static String date(List<Statement> statements) {
        return statements.stream()
                .filter(s -> s.fromMicros() >= 0)
                .findFirst()
                .map(s -> ", " + LocalDate.ofInstant(EpochClock.instant(s.fromMicros()), ZoneOffset.UTC))
                .orElse("");
    }

    private void section(String title, List<Statement> statements) {
        out.println();
        out.println(title);
        for (Statement statement : statements) {
            String time = time(statement);
            line(time, statement.text() + marks(statement));
        }
    }

    private void verdict(Verdict verdict) {
        String code = verdict.outcome() == null ? "none" : verdict.outcome().code();
        line(
                "",
                "Verdict: " + code + (verdict.lost() ? ", LOST" + sealed(verdict) : "")
                        + (verdict.detail().isEmpty() ? "" : " (" + verdict.detail() + ")") + ". " + verdict.reason());
    }

    private static String sealed(Verdict verdict) {
        return verdict.atMicros() < 0 ? "" : " since " + Times.of(verdict.atMicros());
    }

    private String marks(Statement statement) {
        StringBuilder marks = new StringBuilder();
        for (String file : statement.evidence()) {
            if (!evidence.contains(file)) {
                evidence.add(file);
            }
            marks.append(marks.isEmpty() ? " [" : ", ").append(evidence.indexOf(file) + 1);
        }
        return marks.isEmpty() ? "" : marks.append(']').toString();
    }

    private static String time(Statement statement) {
        if (statement.fromMicros() < 0) {
            return "";
        }
        String from = Times.of(statement.fromMicros());
        String to = Times.of(statement.toMicros());
        if (from.equals(to)) {
            return from;
        }
        boolean sameMinute = from.substring(0, MINUTE_WIDTH).equals(to.substring(0, MINUTE_WIDTH));
        return from + "-" + (sameMinute ? to.substring(MINUTE_WIDTH) : to);
    }

    private void line(String time, String text) {
        String indent = " ".repeat(timeWidth + 4);
        StringBuilder line = new StringBuilder("  " + time + " ".repeat(timeWidth - time.length()) + "  ");
        int room = WIDTH;
        boolean empty = true;
        for (String word : text.split(" ")) {
            if (!empty && line.length() + 1 + word.length() > room) {
                out.println(line);
                line = new StringBuilder(indent);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        out.println(line);
    }
}
