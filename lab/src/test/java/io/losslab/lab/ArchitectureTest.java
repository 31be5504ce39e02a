package io.losslab.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The rooms of the lab: what the documentation says, what the build enforces, and what is there. */
class ArchitectureTest {
    private static final Path MAIN = Documents.ROOT.resolve("lab/src/main/java/io/losslab/lab");
    private static final Path ALL = Documents.ROOT;
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z]+)` \\| [^|]+ \\| ([^|]+) \\|$");
    private static final Pattern WORD = Pattern.compile("`([a-z]+)`");
    private static final String LAB = "io.losslab.lab.";
    private static final int LINES_OF_A_CLASS = 600;

    /** By room: the rooms that it may use, itself left out. */
    private static Map<String, Set<String>> documented() {
        String text = Documents.read(Documents.DOCS.resolve("architecture.md"));
        Map<String, Set<String>> rooms = new TreeMap<>();
        ROW.matcher(text.substring(text.indexOf("| room |")))
                .results()
                .forEach(row -> rooms.put(
                        row.group(1),
                        WORD.matcher(row.group(2))
                                .results()
                                .map(word -> word.group(1))
                                .collect(Collectors.toCollection(TreeSet::new))));
        return rooms;
    }

    private static Map<String, Set<String>> enforced() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        DocumentBuilder builder = factory.newDocumentBuilder();
        Element root = builder.parse(
                        Documents.ROOT.resolve("config/import-control.xml").toFile())
                .getDocumentElement();
        Element lab = children(root, "subpackage").stream()
                .filter(child -> child.getAttribute("name").equals("lab"))
                .findFirst()
                .orElseThrow();
        Map<String, Set<String>> rooms = new TreeMap<>();
        for (Element room : children(lab, "subpackage")) {
            Set<String> allowed = new TreeSet<>();
            for (Element allow : children(room, "allow")) {
                String name = allow.getAttribute("pkg");
                if (name.startsWith(LAB)) {
                    allowed.add(name.substring(LAB.length()).replaceAll("\\..*", ""));
                }
            }
            allowed.remove(room.getAttribute("name"));
            rooms.put(room.getAttribute("name"), allowed);
            assertThat(children(room, "disallow"))
                    .as(room.getAttribute("name"))
                    .anyMatch(rule -> rule.getAttribute("pkg").equals("io.losslab.lab"));
        }
        return rooms;
    }

    private static List<Element> children(Element of, String tag) {
        List<Element> found = new ArrayList<>();
        for (Node node = of.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(tag)) {
                found.add(element);
            }
        }
        return found;
    }

    @Test
    void theTableOfRoomsSaysWhatTheBuildEnforces() throws Exception {
        assertThat(documented()).isEqualTo(enforced());
    }

    @Test
    void everyPackageIsARoomAndEveryRoomIsThere() {
        Set<String> packages = Documents.files(MAIN, file -> file.toString().endsWith(".java")).stream()
                .map(MAIN::relativize)
                .filter(file -> file.getNameCount() > 1)
                .map(file -> file.getName(0).toString())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(documented().keySet()).isEqualTo(packages);
    }

    @Test
    void noArrowLeadsBack() {
        Map<String, Set<String>> open = documented();
        while (!open.isEmpty()) {
            Set<String> left = open.keySet();
            Set<String> lowest = left.stream()
                    .filter(room -> open.get(room).stream().noneMatch(left::contains))
                    .collect(Collectors.toSet());
            assertThat(lowest).as("a circle among " + left).isNotEmpty();
            open.keySet().removeAll(lowest);
        }
    }

    @Test
    void noRoomHasMoreThanATenthOfTheLinesAndNoClassIsEndless() {
        Map<String, Long> lines = new TreeMap<>();
        long all = 0;
        for (Path file : Documents.files(ALL, ArchitectureTest::isMain)) {
            long size = Documents.read(file).lines().count();
            assertThat(size).as(file.toString()).isLessThanOrEqualTo(LINES_OF_A_CLASS);
            lines.merge(file.getParent().toString(), size, Long::sum);
            all += size;
        }
        long tenth = all / 10;
        assertThat(lines).allSatisfy((room, size) -> assertThat(size).as(room).isLessThanOrEqualTo(tenth));
    }

    private static boolean isMain(Path file) {
        String path = Documents.ROOT.relativize(file).toString();
        return path.matches("[a-z-]+/src/main/java/.*\\.java");
    }
}
