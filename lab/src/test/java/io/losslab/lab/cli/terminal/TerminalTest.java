package io.losslab.lab.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.lab.cli.Main;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTest {
    /** ESC, CSI in one byte, OSC with BEL, CR, backspace, DEL, bidirectional overrides and isolates, invisible ones. */
    private static final String HOSTILE = "a\u001b[2Kb\u009b31mc\u001b]0;title\u0007d\re\u0008f\u007fg\u202eh\u2066i"
            + "\u200bj\u2028k\u0085l\u001b[8mm\u001bcn\u00ado";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @TempDir
    Path dir;

    @BeforeEach
    void home() {
        System.setProperty("losslab.root", dir.toString());
    }

    private String said() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void assertPlain(String text) {
        assertThat(text.replace("\n", "").chars())
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)
                .noneMatch(c -> c == 0x2028 || c == 0x2029);
    }

    @Test
    void nothingThatATerminalObeysGetsThrough() {
        Terminal terminal = Terminal.messages(bytes, StandardCharsets.UTF_8);
        terminal.println(HOSTILE);
        terminal.print(HOSTILE);
        terminal.printf("%s", HOSTILE);
        terminal.append(HOSTILE);
        HOSTILE.chars().forEach(terminal::write);
        terminal.println(HOSTILE.toCharArray());
        new IllegalStateException(HOSTILE).printStackTrace(terminal);
        terminal.flush();

        assertPlain(said().replace("\t", ""));
        assertThat(said()).startsWith("a[2Kb31mc]0;titled efghij k l[8mmcno\n");
    }

    @Test
    void aMessageStaysOneLine() {
        Terminal terminal = Terminal.messages(bytes, StandardCharsets.UTF_8);
        terminal.println("losslab: bad name x\nlosslab: all is well\r\n\u2028y");

        assertThat(said()).isEqualTo("losslab: bad name x losslab: all is well  y\n");
    }

    @Test
    void resultsKeepTheirLinesAndTheLabsOwnColoursOnly() {
        Terminal terminal = Terminal.results(bytes, StandardCharsets.UTF_8, true);
        terminal.println(
                "\u001b[1;32mEXPECTED\u001b[0m\n\u001b[8mhidden\u001b[0m \u001b[1A\u001b[41mred\u001b[m \u001b");

        assertThat(said()).isEqualTo("\u001b[1;32mEXPECTED\u001b[0m\n[8mhidden\u001b[0m [1A[41mred\u001b[m \n");
    }

    @Test
    void withoutColoursNoneIsPassedOn() {
        Terminal terminal = Terminal.results(bytes, StandardCharsets.UTF_8, false);
        terminal.println("\u001b[1;32mEXPECTED\u001b[0m");

        assertThat(said()).isEqualTo("[1;32mEXPECTED[0m\n");
    }

    @Test
    void onlyTheDisplayMovesTheCursor() {
        Terminal terminal = Terminal.messages(bytes, StandardCharsets.UTF_8);
        Terminal.eraseLine(terminal);
        terminal.flush();

        assertThat(said()).isEqualTo("\u001b[1A\u001b[2K");
    }

    /** Wherever an error names what a stranger wrote. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: \"%s\"",
                "\"%s\": 1",
                "name: x\ntitle: x\nload: {tps: \"%s\", duration: 1s}\nconsumers: {a: {app: slow-consumer}}",
                "name: x\ntitle: x\nload: {tps: 1, duration: 1s, producer: {\"%s\": 1}}\nconsumers: {a: {app: slow-consumer}}",
                "name: x\ntitle: x\nload: {tps: 1, duration: 1s, producer: {acks: \"%s\"}}\nconsumers: {a: {app: slow-consumer}}",
                "name: x\ntitle: x\nload: {tps: 1, duration: 1s}\nconsumers: {\"%s\": {app: slow-consumer}}",
                "name: x\ntitle: x\nload: {tps: 1, duration: 1s}\nconsumers: {a: {app: slow-consumer}}\nvary: {\"%s\": [1]}",
                "name: x\ntitle: x\nload: {tps: 1, duration: 1s}\nconsumers: {a: {app: slow-consumer}}\nexpect: {\"%s\": {}}",
                "&a [*%s",
                "x: !!%s y: z: \"%s\" a"
            })
    void aFileOfAStrangerWritesNothingButText(String yaml) throws Exception {
        for (String hostile :
                new String[] {"\\u001b[2Kx", "\\u009b2Kx", "\\ax", "x\\r", "x\\ny", "\\u202ex", "\\u001b]0;x\\u0007"}) {
            bytes.reset();
            Path file = Files.writeString(
                    dir.resolve("\u001b[2K\u009bfile\u202e.yaml"), yaml.replace("%s", hostile), StandardCharsets.UTF_8);
            Terminal out = Terminal.results(bytes, StandardCharsets.UTF_8, false);

            int code = Main.run(
                    new String[] {"run", file.toString()}, out, Terminal.messages(bytes, StandardCharsets.UTF_8));

            assertThat(code).as(said()).isEqualTo(2);
            assertPlain(said());
            assertThat(said()).startsWith("losslab: ").hasLineCount(1);
        }
    }
}
