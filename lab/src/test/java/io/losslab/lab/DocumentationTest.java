package io.losslab.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation says about itself and about the tree. */
class DocumentationTest {
    private static final Path README = Documents.ROOT.resolve("README.md");
    private static final Path EXPERIMENTS = Documents.DOCS.resolve("experiments");
    private static final Path EXPERIMENT_FILES = Path.of("src", "main", "resources", "experiments");

    /** {@code | [name](page) | ...} or {@code | `name` | ...}. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (?:\\[([a-z0-9-]+)]\\(([^)]+)\\)|`([a-z0-9-]+)`) \\|.+\\|$");

    private static final Pattern MODULE_ROW = Pattern.compile("(?m)^\\| \\[?`([a-z-]+)`");

    @Test
    void readmeIsShortAndNamesTheTwoCommands() {
        assertThat(Documents.read(README).lines().count())
                .as("lines of README.md")
                .isLessThanOrEqualTo(150);
        assertThat(Documents.read(README).lines())
                .contains("./losslab run data-loss")
                .anyMatch(line -> line.startsWith("mvn verify"));
    }

    @Test
    void everyExperimentHasARowAndALinkExactlyWhereItHasAPage() {
        Map<String, String> pages = new LinkedHashMap<>();
        List<String> rows = new ArrayList<>();
        Documents.hits(ROW, Documents.read(EXPERIMENTS.resolve("README.md"))).forEach(row -> {
            rows.add(row.group(1) == null ? row.group(3) : row.group(1));
            pages.put(rows.get(rows.size() - 1), row.group(2) == null ? "" : row.group(2));
        });
        List<String> experiments = names(EXPERIMENT_FILES, ".yaml");

        assertThat(experiments).hasSizeGreaterThan(30);
        assertThat(rows).as("rows of docs/experiments/README.md").containsExactlyInAnyOrderElementsOf(experiments);
        pages.forEach((name, page) -> assertThat(page)
                .as("link of " + name + " in docs/experiments/README.md")
                .isEqualTo(Files.exists(EXPERIMENTS.resolve(name + ".md")) ? name + ".md" : ""));
        assertThat(rows).as("pages of docs/experiments").containsAll(names(EXPERIMENTS, ".md"));
    }

    private static List<String> names(Path folder, String suffix) {
        return Documents.files(folder, file -> file.toString().endsWith(suffix)).stream()
                .map(file -> file.getFileName().toString().replace(suffix, ""))
                .filter(name -> !name.equals("README"))
                .toList();
    }

    @Test
    void theModuleTableHasTheModulesOfTheBuild() {
        String table = Documents.section(Documents.DOCS.resolve("architecture.md"), "## Modules");

        assertThat(Documents.all(MODULE_ROW, table)).containsExactlyElementsOf(Documents.modules());
    }

    @Test
    void everyLinkLeadsToAFileAndEveryAnchorToAHeading() {
        List<String> dead = new ArrayList<>();
        int links = 0;
        for (Path file : documents()) {
            for (String link : Documents.links(file)) {
                links++;
                if (!leadsSomewhere(file, link)) {
                    dead.add(Documents.ROOT.relativize(file) + " -> " + link);
                }
            }
        }

        assertThat(links).isGreaterThan(100);
        assertThat(dead).isEmpty();
    }

    private static List<Path> documents() {
        Stream<Path> top = Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
                .map(Documents.ROOT::resolve);
        List<Path> docs =
                Documents.files(Documents.DOCS, file -> file.toString().endsWith(".md"));
        return Stream.concat(top, docs.stream()).toList();
    }

    private static boolean leadsSomewhere(Path from, String link) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path to = path.isEmpty() ? from : from.resolveSibling(path).normalize();
        boolean anchored = hash >= 0 && to.toString().endsWith(".md");
        return to.startsWith(Documents.ROOT)
                && Files.exists(to)
                && (!anchored || Documents.anchors(to).contains(link.substring(hash + 1)));
    }

    @Test
    void theGlossaryHasItsWordsOnceAndInOrder() {
        List<String> headings = Documents.headings(Documents.DOCS.resolve("glossary.md"));
        List<String> words = headings.subList(1, headings.size());

        assertThat(words)
                .hasSizeBetween(20, 40)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(String::compareToIgnoreCase);
    }

    @Test
    void aPictureThatIsShownSaysWhatItShows() {
        Matcher nameless =
                Pattern.compile("!\\[]\\(|<img(?![^>]*alt=\"[^\"]+\")").matcher("");

        assertThat(documents()).allSatisfy(file -> assertThat(
                        nameless.reset(Documents.prose(file)).find())
                .as(file.toString())
                .isFalse());
    }
}
