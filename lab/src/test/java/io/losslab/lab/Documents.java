package io.losslab.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's documentation, as it lies in the tree; found by folder, since packages may move. */
final class Documents {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    static final Path DOCS = ROOT.resolve("docs");

    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```[ \\t]*$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*)$");
    private static final Pattern LINK_TEXT = Pattern.compile("\\[([^\\]]*)]\\([^)]*\\)");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)|(?:src|srcset)=\"([^\"]+)\"");

    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private Documents() {}

    /** Of the build, in the order of the root POM. */
    static List<String> modules() {
        return all(MODULE, read(ROOT.resolve("pom.xml")));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without what stands in fences: commands and output. */
    static String prose(Path file) {
        return FENCED.matcher(read(file)).replaceAll("");
    }

    static List<Path> files(Path folder, Predicate<Path> which) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).filter(which).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where its links lead, of those that stay in the tree. */
    static List<String> links(Path file) {
        return LINK.matcher(prose(file))
                .results()
                .map(link -> link.group(1) == null ? link.group(2) : link.group(1))
                .filter(link -> !link.matches("(?:https?|mailto):.*"))
                .toList();
    }

    static List<String> headings(Path file) {
        return all(HEADING, prose(file));
    }

    /** As GitHub makes them of headings. */
    static List<String> anchors(Path file) {
        return headings(file).stream().map(Documents::anchor).toList();
    }

    private static String anchor(String heading) {
        return LINK_TEXT
                .matcher(heading)
                .replaceAll("$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    /** The first group of each hit. */
    static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(hit -> hit.group(1)).toList();
    }

    /** All hits, each with its groups. */
    static List<MatchResult> hits(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }

    /** The part under a heading, up to the next one that is not below it. */
    static String section(Path file, String heading) {
        String text = read(file);
        int from = text.indexOf("\n" + heading + "\n");
        if (from < 0) {
            throw new AssertionError(ROOT.relativize(file) + " has no section " + heading);
        }
        int level = heading.indexOf(' ');
        String rest = text.substring(from + heading.length() + 2);
        Matcher next = Pattern.compile("(?m)^#{1," + level + "} ").matcher(rest);
        return next.find() ? rest.substring(0, next.start()) : rest;
    }
}
