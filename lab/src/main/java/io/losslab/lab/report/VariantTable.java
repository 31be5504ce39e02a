package io.losslab.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.lab.text.Style;
import io.losslab.lab.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Variants with several trials beside each other in the terminal: medians, how far the trials are apart, and which of them
 * are no different.
 */
final class VariantTable {
    private static final int WIDEST_LABEL = 42;

    private final JsonNode comparison;

    /**
     * @param comparison as {@link VariantComparison} makes it
     */
    VariantTable(JsonNode comparison) {
        this.comparison = comparison;
    }

    /** Whether there is a spread to show. */
    static boolean isFor(JsonNode comparison) {
        if (comparison == null) {
            return false;
        }
        for (JsonNode variant : comparison.path("variants")) {
            if (variant.path("trials").asInt() > 1) {
                return true;
            }
        }
        return false;
    }

    String render(Style style, int width) {
        JsonNode variants = comparison.path("variants");
        List<JsonNode> metrics = new ArrayList<>();
        comparison.path("metrics").forEach(metrics::add);
        metrics.removeIf(metric -> metric.path("minor").asBoolean());
        int label = 0;
        int trials = 0;
        for (JsonNode variant : variants) {
            label = Math.max(label, variant.path("block").asText().length());
            label = Math.max(label, within(variant).length());
            trials = Math.max(trials, variant.path("trials").asInt());
        }
        TextTable table = new TextTable(width, Math.min(label, WIDEST_LABEL), "Medians of " + trials + " trials");
        table.columns(
                metrics.stream().map(metric -> metric.path("label").asText()).toList());
        String block = "";
        for (int i = 0; i < variants.size(); i++) {
            if (!variants.get(i).path("block").asText().equals(block)) {
                block = variants.get(i).path("block").asText();
                table.row(block, metrics.stream().map(metric -> "").toList());
            }
            List<String> cells = new ArrayList<>();
            for (JsonNode metric : metrics) {
                boolean first = variants.get(i).path("against").asInt() == i;
                cells.add(
                        cell(metric.path("unit").asText(), metric.path("values").get(i), first));
            }
            table.row(within(variants.get(i)), cells);
        }
        String against = comparison.path("against").asText();
        return table.render(style)
                + "\n  +-  half of what lies between the least and the largest trial"
                + "\n  =   no difference from " + against + " with all else the same: trials overlap, or"
                + "\n      medians are no further apart than trials are\n";
    }

    private static String within(JsonNode variant) {
        String indent = variant.path("block").asText().isEmpty() ? "" : "  ";
        return indent + variant.path("within").asText();
    }

    private static String cell(String unit, JsonNode value, boolean first) {
        if (value.isNull()) {
            return Texts.NOT_MEASURED;
        }
        double median = value.path("median").asDouble();
        double half = (value.path("max").asDouble() - value.path("min").asDouble()) / 2;
        String spread = half > 0 && median > 0 ? String.format(Locale.ROOT, " +-%.0f%%", 100 * half / median) : "";
        if (median == 0 && half > 0) {
            spread = " to " + text(unit, value.path("max").asDouble());
        }
        boolean same = !first
                && value.path("differs").isBoolean()
                && !value.path("differs").asBoolean();
        return text(unit, median) + spread + (same ? " =" : "  ");
    }

    private static String text(String unit, double median) {
        return switch (unit) {
            case "rate" -> Texts.count(Math.round(median)) + "/s";
            case "ms" -> Texts.millis(OptionalDouble.of(median));
            case "bytes" -> Texts.bytes((long) median);
            default -> Texts.count(Math.round(median));
        };
    }
}
