package io.losslab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser builds it, without a network. Skipped, and said so, where there is no Chromium. */
class ReportInBrowserIT {
    private static final int DESKTOP = 1280;
    private static final int PHONE = 390;

    /** Everything with text of its own, and the contrast of that text against what is painted behind it. */
    private static final String POOR_CONTRAST = """
            (() => {
              const parse = (c) => (c.match(/[\\d.]+/g) || []).map(Number);
              const luminance = ([r, g, b]) => [r, g, b].map((v) => v / 255)
                .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
                .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
              const behind = (element) => {
                for (let at = element; at; at = at.parentElement) {
                  const c = parse(getComputedStyle(at).backgroundColor);
                  if (c.length === 3 || c[3] > 0.99) return c;
                }
                return [255, 255, 255];
              };
              return [...document.querySelectorAll('main *')]
                .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) && e.getClientRects().length)
                .filter((e) => {
                  const [a, b] = [luminance(parse(getComputedStyle(e).color)), luminance(behind(e))].sort((x, y) => y - x);
                  return (a + 0.05) / (b + 0.05) < 4.5;
                })
                .map((e) => e.tagName + '.' + e.className + ': ' + e.textContent.slice(0, 40)).join('; ');
            })()""";

    @TempDir
    private static Path temp;

    private static Chromium browser;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> binary = Chromium.installed();
        if (binary.isEmpty()) {
            System.err.println("ReportInBrowserIT SKIPPED: no chromium on the path; the report was seen by no browser"
                    + " (set LOSSLAB_CHROMIUM to one)");
        }
        assumeTrue(binary.isPresent(), "no chromium on the path");
        browser = new Chromium(binary.get(), Files.createDirectory(temp.resolve("profile")));
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void everyKindOfReportIsWholeOnDesktopAndPhoneInLightAndDark() throws Exception {
        for (SampleRun sample : new SampleRun[] {
            SampleRun.dataLoss(),
            SampleRun.noLossWithComparison(),
            SampleRun.invalidEvidence(),
            SampleRun.matrix(),
            SampleRun.ofManyKills(1, 1, 20)
        }) {
            Path page = ReportWriter.write(sample.writeTo(Files.createTempDirectory(temp, "report")));
            for (int width : new int[] {DESKTOP, PHONE}) {
                for (boolean dark : new boolean[] {false, true}) {
                    browser.open(page, width, 900, dark);
                    String where =
                            sample.result().path("experiment").asText() + " at " + width + (dark ? ", dark" : "");
                    assertThat(browser.problems()).as(where).isEmpty();
                    assertThat(number("document.documentElement.scrollWidth - innerWidth"))
                            .as("%s: nothing is wider than the screen", where)
                            .isLessThanOrEqualTo(0);
                    assertThat(number("document.querySelectorAll('section:not([hidden]) figure canvas').length"))
                            .as("%s: plots", where)
                            .isGreaterThanOrEqualTo(7);
                    assertThat(browser.evaluate(POOR_CONTRAST).asText())
                            .as("%s: text that is hard to read", where)
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void nothingIsFetched() throws Exception {
        browser.open(ReportWriter.write(SampleRun.matrix().writeTo(temp.resolve("matrix"))), DESKTOP, 900, false);

        assertThat(number("performance.getEntriesByType('resource').length")).isZero();
    }

    @Test
    void outcomesAreToldInWordsAndLeadToTheirRun() throws Exception {
        browser.open(ReportWriter.write(SampleRun.matrix().writeTo(temp.resolve("cells"))), DESKTOP, 900, false);

        assertThat(browser.evaluate(
                                "[...document.querySelectorAll('table.matrix td')].map(td => td.innerText).join('|')")
                        .asText())
                .contains("0 lost", "as promised", "NOT as promised", "lost, and no promise broken");
        browser.evaluate("document.querySelector('table.matrix td.broken button').click()");
        assertThat(browser.evaluate("document.querySelector('[role=tab][aria-selected=true]').innerText")
                        .asText())
                .isEqualTo("acks=1,fault=kill, trial 1");
        assertThat(number("document.querySelectorAll('[role=tabpanel]:not([hidden])').length"))
                .isEqualTo(1);
    }

    @Test
    void faultsAndLeadersAreToldInWordsBesideTheirBands() throws Exception {
        Path page = ReportWriter.write(SampleRun.ofManyKills(1, 1, 20).writeTo(temp.resolve("kills")));
        browser.open(page, DESKTOP, 900, false);

        assertThat(browser.evaluate("document.querySelector('section figure').textContent")
                        .asText())
                .contains(
                        "Faults, leaders and in-sync replicas",
                        "From a fault to a new leader, by the brokers' own logs: 1.51 s in the median, 1.52 s at worst (20 elections).",
                        "Without a leader, in all: partition 0 for 20 s",
                        "kill leader of partition 0",
                        "partition 0: broker 2 after 1.5 s");
        assertThat(number("document.querySelectorAll('section figure details tbody tr').length"))
                .as("20 faults and every change of a leader or of replicas")
                .isEqualTo(20 + 3 * 60 + 1);
    }

    @Test
    void tabsAreMovedThroughByKeyboard() throws Exception {
        browser.open(ReportWriter.write(SampleRun.threeVariants().writeTo(temp.resolve("tabs"))), DESKTOP, 900, false);
        browser.evaluate("document.querySelector('[role=tab]').focus()");
        for (String type : new String[] {"keyDown", "keyUp"}) {
            browser.call(
                    "Input.dispatchKeyEvent",
                    "{\"type\":\"" + type
                            + "\",\"key\":\"ArrowRight\",\"code\":\"ArrowRight\",\"windowsVirtualKeyCode\":39}");
        }

        assertThat(browser.evaluate("document.activeElement.innerText").asText())
                .contains("10MiB");
        assertThat(browser.evaluate("document.querySelector('[role=tabpanel]:not([hidden])').id")
                        .asText())
                .isEqualTo("run-1");
    }

    @Test
    void printedItShowsEveryRun() throws Exception {
        browser.open(ReportWriter.write(SampleRun.threeVariants().writeTo(temp.resolve("paper"))), DESKTOP, 900, true);
        Path pdf = temp.resolve("report.pdf");

        browser.pdf(pdf);

        assertThat(Files.size(pdf)).isGreaterThan(100_000L);
        assertThat(new String(Files.readAllBytes(pdf), java.nio.charset.StandardCharsets.ISO_8859_1)
                        .split("/Type /Page\\b", -1))
                .as("pages")
                .hasSizeBetween(5, 40);
        assertThat(browser.problems()).isEmpty();
    }

    private static double number(String script) throws Exception {
        return browser.evaluate(script).asDouble();
    }
}
