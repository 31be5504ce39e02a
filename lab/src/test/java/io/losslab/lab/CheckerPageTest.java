package io.losslab.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The classes that the pages about the code name are there. */
class CheckerPageTest {
    private static final Path CHECKER = Documents.DOCS.resolve("checker.md");
    private static final Path PICTURE = Documents.DOCS.resolve("images/checker.svg");
    private static final List<Path> PAGES =
            List.of(CHECKER, Documents.DOCS.resolve("architecture.md"), Documents.ROOT.resolve("CONTRIBUTING.md"));

    /** In backticks, and written as Java writes types: {@code LogStarts}, {@code Fate.Kind}, {@code Fault.of}. */
    private static final Pattern TYPE =
            Pattern.compile("`([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)*(?:\\.[A-Za-z][A-Za-z0-9]*)?)`");

    private static final Pattern LABEL = Pattern.compile("class=\"bold\">([A-Z][A-Za-z]+)</text>");

    /** Kafka's, the JDK's, and words that CONTRIBUTING.md does not want in names. */
    private static final Set<String> FOREIGN =
            Set.of("ConsumerInterceptor", "Throwable", "Manager", "Helper", "Util", "Impl");

    @Test
    void everyClassThatThePagesNameExists() {
        Set<String> types = types();
        for (Path page : PAGES) {
            List<String> named = Documents.all(TYPE, Documents.prose(page)).stream()
                    .map(name -> name.replaceAll("\\..*", ""))
                    .filter(name -> !FOREIGN.contains(name))
                    .toList();

            assertThat(named)
                    .as("classes that " + page.getFileName() + " names")
                    .isNotEmpty();
            assertThat(types)
                    .as("classes of the tree, of which " + page.getFileName() + " names")
                    .containsAll(named);
        }
    }

    @Test
    void thePictureNamesClassesThatThePageExplains() {
        List<String> labels = Documents.all(LABEL, Documents.read(PICTURE));

        assertThat(labels).hasSizeGreaterThan(4);
        assertThat(types()).containsAll(labels);
        assertThat(Documents.all(TYPE, Documents.prose(CHECKER))).containsAll(labels);
    }

    /** By their names, in all modules: packages may move. The pages name tests, too. */
    private static Set<String> types() {
        Set<String> types = new TreeSet<>();
        for (String module : Documents.modules()) {
            for (String kind : List.of("main", "test")) {
                Path folder = Documents.ROOT.resolve(module).resolve(Path.of("src", kind, "java"));
                if (Files.isDirectory(folder)) {
                    Documents.files(folder, file -> file.toString().endsWith(".java")).stream()
                            .map(file -> file.getFileName().toString().replace(".java", ""))
                            .forEach(types::add);
                }
            }
        }
        return types;
    }
}
