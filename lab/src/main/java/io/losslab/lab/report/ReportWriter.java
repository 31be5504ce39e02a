package io.losslab.lab.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.losslab.lab.LabException;
import io.losslab.lab.folder.ResultFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes {@code report.html} of a finished run: one file that holds everything it shows, opened without a network. Reads
 * {@code result.json} and {@code timeline.csv} of the same folder and nothing else.
 */
public final class ReportWriter {
    private static final String WEBJAR = "/META-INF/maven/org.webjars/echarts/pom.properties";
    // The build without maps, trees and 3D: it has lines, areas, marks and zoom, at two thirds of the size.
    private static final String CHARTS = "/META-INF/resources/webjars/echarts/%s/echarts.common.min.js";
    /** In the order of the page: each uses those before it. */
    static final List<String> SCRIPTS = List.of("words", "cells", "page", "lanes", "plots", "variants", "report");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");
    private static final int MOST_CHARACTERS = 2_900_000;
    private static final double LEAST_SHARE = 1.0 / 64;
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private ReportWriter() {}

    /**
     * @param dir the folder of a finished run
     * @return the report that was written; an older one is replaced
     * @throws LabException.BadInput when the folder holds no result that can be read, or a link
     * @throws LabException.Environment when the report cannot be written
     */
    public static Path write(Path dir) {
        ResultFolder folder = ResultFolder.stored(dir);
        JsonNode result = readResult(folder);
        List<String> notes = new ArrayList<>();
        TimelineCsv timeline = readTimeline(folder, notes);
        String page = page(result, timeline, notes);
        try {
            folder.writeReport(page);
        } catch (IOException e) {
            throw new LabException.Environment("Cannot write " + folder.report() + ": " + e.getMessage(), e);
        }
        return folder.report();
    }

    /**
     * @return {@code result.json} of the folder
     * @throws LabException.BadInput when there is none, or it cannot be read
     */
    private static JsonNode readResult(ResultFolder folder) {
        Path file = folder.result();
        if (!folder.hasResult()) {
            throw new LabException.BadInput("No result.json in " + folder.dir()
                    + ": name the folder of a finished run, such as the last line of `losslab run`");
        }
        try {
            JsonNode result = JSON.readTree(file.toFile());
            if (!result.isObject()) {
                throw new LabException.BadInput(file + " does not hold a result: a JSON object is expected");
            }
            return result;
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
            throw new LabException.BadInput(file + " is not JSON" + where + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new LabException.BadInput("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** A report without plots is better than none: what is wrong with the timeline is said in the report. */
    private static TimelineCsv readTimeline(ResultFolder folder, List<String> notes) {
        Path file = folder.timeline();
        if (!Files.isRegularFile(file)) {
            notes.add("There are no plots: timeline.csv is missing.");
            return TimelineCsv.EMPTY;
        }
        try {
            TimelineCsv timeline = TimelineCsv.read(file);
            if (timeline.unreadableRows() > 0) {
                notes.add("timeline.csv: " + timeline.unreadableRows()
                        + " row(s) could not be read and are not plotted.");
            }
            return timeline;
        } catch (IOException e) {
            notes.add("There are no plots: " + e.getMessage());
            return TimelineCsv.EMPTY;
        }
    }

    /** A page that mail and chats still take, however long the runs were and however many. */
    private static String page(JsonNode result, TimelineCsv timeline, List<String> notes) {
        String page = page(ReportData.of(result, timeline, notes, 1));
        double share = 1;
        while (page.length() > MOST_CHARACTERS && share > LEAST_SHARE) {
            share /= 2;
            page = page(ReportData.of(result, timeline, notes, share));
        }
        return page;
    }

    private static String page(JsonNode data) {
        String charts = CHARTS.formatted(chartsVersion());
        Map<String, String> parts = new HashMap<>();
        parts.put("title", escapeHtml(title(data.path("result"))));
        parts.put("style", resource("report.css"));
        parts.put("charts", inScript(resource(charts)));
        parts.put("data", inJsonScript(data));
        for (String script : SCRIPTS) {
            parts.put(script, inScript(resource(script + ".js")));
        }
        // One pass over the template alone: what is put in is never searched for placeholders again.
        return PLACEHOLDER
                .matcher(resource("report.html"))
                .replaceAll(match -> Matcher.quoteReplacement(parts.get(match.group(1))));
    }

    private static String title(JsonNode result) {
        String experiment = Texts.plain(result.path("experiment").asText("run"));
        String verdict = Texts.plain(result.path("verdict").asText("no verdict"));
        return experiment + ": " + verdict + " - Kafka Loss Lab";
    }

    private static String escapeHtml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Our own code and the library's; neither may end its element early. */
    private static String inScript(String script) {
        return script.replace("</script", "<\\/script").replace("<!--", "<\\!--");
    }

    /** No character that HTML could take for markup is left, and JSON reads the same. */
    private static String inJsonScript(JsonNode data) {
        try {
            return JSON.writeValueAsString(data)
                    .replace("<", "\\u003c")
                    .replace(">", "\\u003e")
                    .replace("&", "\\u0026")
                    .replace("\u2028", "\\u2028")
                    .replace("\u2029", "\\u2029");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String chartsVersion() {
        Properties webjar = new Properties();
        try (InputStream in = ReportWriter.class.getResourceAsStream(WEBJAR)) {
            if (in == null) {
                throw new IllegalStateException("The charts' library is not on the class path: " + WEBJAR);
            }
            webjar.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return webjar.getProperty("version");
    }

    private static String resource(String name) {
        try (InputStream in = ReportWriter.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("Not on the class path: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
