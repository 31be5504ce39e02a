package io.losslab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page's JavaScript as a whole: what a linter says of it, and that nothing of the data can become markup. */
class PageScriptsTest {
    private static final String LINTER = "/META-INF/resources/webjars/jshint/%s/dist/jshint.js";

    /** No global but the charts' library; '!' before a comparison is how NaN and null are met. */
    private static final String OPTIONS = "{esversion: 11, browser: true, undef: true, unused: true, eqeqeq: true,"
            + " laxbreak: true, maxerr: 1000, '-W018': true}, {echarts: false}";

    private static final Pattern MARKUP = Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|createContextualFragment|\\beval\\b|new Function");

    /** As the page has them: one after the other, so that a name that none of them has is noticed. */
    @Test
    void theLinterHasNothingToSay() {
        List<String> places = new ArrayList<>();
        StringBuilder all = new StringBuilder();
        for (String name : PageScripts.ALL) {
            String text = PageScripts.text(name);
            int number = 0;
            for (String line : text.split("\n", -1)) {
                places.add(name + ".js:" + ++number);
                all.append(line).append('\n');
            }
        }
        try (PageScripts engine = PageScripts.of()) {
            engine.run("var window = {};");
            engine.run(PageScripts.resource(LINTER.formatted(version())));
            engine.put("source", all.toString());

            assertThat(complaints(engine, "source", places)).isEmpty();
            assertThat(complaints(engine, "'const one = () => nobody(); const two = 1 == one;'", places))
                    .as("a linter that can complain")
                    .anyMatch(line -> line.contains("'nobody' is not defined"))
                    .anyMatch(line -> line.contains("==="))
                    .anyMatch(line -> line.contains("'two' is defined but never used"));
        }
    }

    private static String version() {
        Properties webjar = new Properties();
        try (InputStream in =
                PageScriptsTest.class.getResourceAsStream("/META-INF/maven/org.webjars.npm/jshint/pom.properties")) {
            webjar.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return webjar.getProperty("version");
    }

    private static List<String> complaints(PageScripts engine, String source, List<String> places) {
        engine.run("JSHINT(" + source + ", " + OPTIONS + ")");
        String errors = engine.said(
                "JSHINT.errors.filter(Boolean).map((e) => e.line + ' ' + e.code + ' ' + e.reason).join('\\n')");
        return errors.lines()
                .map(line -> {
                    int space = line.indexOf(' ');
                    return places.get(Integer.parseInt(line.substring(0, space)) - 1) + line.substring(space);
                })
                .toList();
    }

    @Test
    void nothingIsPutInAsMarkup() {
        for (String name : PageScripts.ALL) {
            assertThat(PageScripts.text(name)).as(name).doesNotContainPattern(MARKUP);
        }
    }

    @Test
    void whatAnElementIsGivenIsItsTextAndAnAttributeIsOnlyAValue() {
        String document = """
                var document = {createElement: (tag) => ({
                  tag, attributes: {}, children: [],
                  append(...all) { this.children.push(...all); },
                  setAttribute(name, value) { this.attributes[name] = value; },
                })};""";
        try (PageScripts page = PageScripts.of()) {
            page.run(document);
            page.run(PageScripts.text("words"));
            page.run(PageScripts.text("page"));
            page.run(
                    "var cell = Page.h('td', {title: '\"><b>', class: 'x', hidden: true, id: null}, '<img src=x onerror=1>', null, [0, false, '&amp;'])");

            assertThat(page.said("JSON.stringify(cell.children)")).isEqualTo("[\"<img src=x onerror=1>\",0,\"&amp;\"]");
            assertThat(page.said("JSON.stringify(cell.attributes)"))
                    .isEqualTo("{\"title\":\"\\\"><b>\",\"hidden\":\"\"}");
            assertThat(page.said("cell.className")).isEqualTo("x");
            assertThat(page.said("Page.count(undefined).children")).isEqualTo("not measured");
            assertThat(page.said("Page.lossCell(0)")).isEqualTo("0");
            assertThat(page.said("Page.lossCell(1500).className + Page.lossCell(1500).children"))
                    .isEqualTo("loss1,500");
            assertThat(page.said("Page.bytes(1536).attributes.title")).isEqualTo("1,536 bytes");
        }
    }
}
