package io.losslab.lab.report;

import java.nio.file.Path;

/** Placeholder. */
public final class ReportWriter {
    private ReportWriter() {}

    public static void write(Path dir) {}
}
