package io.losslab.lab.cli.terminal;

import io.losslab.lab.run.RunListener;
import io.losslab.lab.run.RunSample;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Shows a run while it is on: a block that is redrawn in place on a terminal, a line every few seconds elsewhere, notes
 * only when it is to be quiet. Called by one thread.
 */
public final class LiveDisplay implements RunListener {
    private static final Duration LINE_EVERY = Duration.ofSeconds(5);
    private static final int BAR = 24;

    /** How much is shown. */
    public enum Mode {
        BLOCK,
        LINES,
        QUIET
    }

    private final PrintWriter err;
    private final Mode mode;
    private int drawn;
    private String heading = "";
    private String phase = "";
    private long phaseStartedNanos;
    private long runStartedNanos;
    private Duration phaseAtMost = Duration.ZERO;
    private Duration runExpected = Duration.ZERO;
    private long lastLineNanos;

    public LiveDisplay(PrintWriter err, Mode mode) {
        this.err = err;
        this.mode = mode;
    }

    @Override
    public void run(int number, int of, String variant, Duration expected) {
        heading = of == 1 ? "" : "run " + number + " of " + of + ", " + variant + ": ";
        runStartedNanos = System.nanoTime();
        runExpected = expected;
    }

    @Override
    public void phase(String name, String what, Duration atMost) {
        phase = name;
        phaseStartedNanos = System.nanoTime();
        phaseAtMost = atMost;
        if (mode != Mode.QUIET) {
            clear();
            long left = Math.max(0, runExpected.minus(since(runStartedNanos)).toSeconds());
            line(heading + name + ": " + what + (left > 0 ? " (about " + left + " s left in all)" : ""));
        }
    }

    @Override
    public void sample(RunSample sample) {
        if (mode == Mode.BLOCK) {
            List<String> lines = block(sample);
            clear();
            lines.forEach(this::line);
            drawn = lines.size();
            err.flush();
        } else if (mode == Mode.LINES && since(lastLineNanos).compareTo(LINE_EVERY) >= 0) {
            lastLineNanos = System.nanoTime();
            line(summary(sample));
        }
    }

    @Override
    public void note(String text) {
        clear();
        line(text);
    }

    /** Takes the block away, so that what comes next stands alone. */
    public void clear() {
        for (; drawn > 0; drawn--) {
            Terminal.eraseLine(err);
        }
        err.flush();
    }

    private void line(String text) {
        err.println(text);
    }

    private List<String> block(RunSample sample) {
        List<String> lines = new ArrayList<>();
        lines.add(progress());
        lines.add(String.format(
                Locale.ROOT,
                "  produced %,13d records %,9.0f/s   log %s to %s   %s on disk",
                Math.max(0, sample.produced()),
                sample.producedPerSecond(),
                sample.cluster() == null
                        ? "?"
                        : String.format(Locale.ROOT, "%,d", sample.cluster().logStartSum()),
                sample.cluster() == null
                        ? "?"
                        : String.format(Locale.ROOT, "%,d", sample.cluster().endSum()),
                sample.cluster() == null ? "?" : mebibytes(sample.cluster().sizeBytes())));
        lines.add(String.format(
                Locale.ROOT, "  %-22s %11s %8s %10s %10s %10s", "group", "processed", "/s", "lag", "lead", "lost"));
        sample.groups()
                .forEach((name, g) -> lines.add(String.format(
                        Locale.ROOT,
                        "  %-22s %,11d %,8.0f %10s %,10d %,10d%s",
                        name.length() > 22 ? name.substring(0, 22) : name,
                        g.processed(),
                        g.processedPerSecond(),
                        g.lag() == null ? "?" : String.format(Locale.ROOT, "%,d", g.lag()),
                        g.lead(),
                        g.lost(),
                        g.drain() == null ? "" : " (" + g.drain() + ")")));
        return lines;
    }

    private String progress() {
        Duration passed = since(phaseStartedNanos);
        double part = phaseAtMost.isZero() ? 1 : Math.min(1, (double) passed.toMillis() / phaseAtMost.toMillis());
        int full = (int) Math.round(part * BAR);
        long left = Math.max(0, runExpected.minus(since(runStartedNanos)).toSeconds());
        return String.format(
                Locale.ROOT,
                "  [%s%s] %s %.0f of %s%.0f s, about %d s left in all",
                "#".repeat(full),
                "-".repeat(BAR - full),
                phase,
                passed.toMillis() / 1e3,
                phase.equals("load") ? "" : "at most ",
                phaseAtMost.toMillis() / 1e3,
                left);
    }

    private String summary(RunSample sample) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "  %s %.0f s: produced %,d (%,.0f/s)",
                phase,
                since(phaseStartedNanos).toMillis() / 1e3,
                Math.max(0, sample.produced()),
                sample.producedPerSecond()));
        if (sample.cluster() != null) {
            text.append(String.format(
                    Locale.ROOT,
                    ", log %,d to %,d, %s",
                    sample.cluster().logStartSum(),
                    sample.cluster().endSum(),
                    mebibytes(sample.cluster().sizeBytes())));
        }
        sample.groups()
                .forEach((name, g) -> text.append(String.format(
                        Locale.ROOT,
                        "; %s: %,d (%,.0f/s), lag %s, lead %,d, lost %,d%s",
                        name,
                        g.processed(),
                        g.processedPerSecond(),
                        g.lag() == null ? "?" : String.format(Locale.ROOT, "%,d", g.lag()),
                        g.lead(),
                        g.lost(),
                        g.drain() == null ? "" : " (" + g.drain() + ")")));
        return text.toString();
    }

    private static String mebibytes(long bytes) {
        return bytes < 0 ? "? MiB" : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }

    private static Duration since(long nanos) {
        return nanos == 0 ? Duration.ofDays(1) : Duration.ofNanos(System.nanoTime() - nanos);
    }
}
