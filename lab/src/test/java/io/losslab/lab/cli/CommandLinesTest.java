package io.losslab.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLinesTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "rnu data-loss ~ unknown command `rnu`; did you mean run? (see losslab --help)",
                "xyzzy ~ unknown command `xyzzy`; allowed: doctor, down, explain, help, list, lost, report, run, up (see losslab --help)",
                "run data-loss --kepe ~ unknown option `--kepe`; did you mean --keep? (see losslab run --help)",
                "list all ~ one argument too many: `all` (see losslab list --help)",
                "run ~ missing NAME|FILE.yaml (see losslab run --help)",
                "run data-loss --set tps ~ --set: `tps` has no key and value; allowed: KEY=VALUE",
                "run data-loss --command-config x ~ --command-config is only for a cluster of yours: add --bootstrap-servers HOST:PORT",
                "up --port-broker no ~ invalid value for option `--port-broker`: `no` is not an int (see losslab up --help)",
                "up --port-broker 0 ~ --port-broker is 0; allowed: 1 to 65535",
                "up --port-slow 8080 ~ --port-slow and --port-producer are both 8080; each needs its own",
                "explain . ~ which record? missing --partition and --offset, or --record",
                "explain . --partition 0 ~ which record? missing --offset",
                "explain . --partition 0 --offset -1 ~ --offset is -1; allowed: 0 or more",
                "explain . --record a/b/0/0 --offset 1 ~ --record already says which; allowed: either it, or --partition and --offset",
                "explain . --partition 0 --offset 1 ~ . is not the result folder of a run: it has no evidence/experiment.json",
                "report . ~ . is not the result folder of a run: it has no evidence/experiment.json",
                "lost . ~ . is not the result folder of a run: it has no evidence/experiment.json",
            })
    void badInputIsOneLineAndCode2(String line, String message) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).isEqualToIgnoringNewLines("losslab: " + message);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "list", "up", "down", "report", "lost", "explain", "doctor"})
    void everyCommandHelps(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: losslab " + command, "--verbose");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void withoutACommandTheUsageIsShownAsAnError() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: losslab", "Exit codes:", "losslab run data-loss");
    }

    @Test
    void versionIsToldOnStandardOutput() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("losslab ");
    }

    private int run(String... args) {
        return Main.run(args, new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
