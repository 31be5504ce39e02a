package io.losslab.lab.cli.terminal;

import java.io.BufferedWriter;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Set;

/**
 * The one way to the terminal. What is written may hold words of strangers (keys, values and file names of their files, the
 * words of other programs), and a terminal obeys escape sequences: nothing goes through but text, line breaks, and the
 * colours that this lab uses itself.
 */
public final class Terminal extends PrintWriter {
    private static final char ESCAPE = '\u001b';
    private static final String UP_ONE_AND_CLEAR = "\u001b[1A\u001b[2K";
    /** Of the lab and of the help texts: no concealed text, no background, nothing that moves. */
    private static final Set<String> COLOURS =
            Set.of("", "0", "1", "2", "3", "4", "21", "22", "23", "24", "31", "32", "33", "36", "39");

    private final boolean colours;
    private final boolean singleLines;

    private Terminal(OutputStream out, Charset charset, boolean colours, boolean singleLines) {
        super(new BufferedWriter(new OutputStreamWriter(out, charset)), true);
        this.colours = colours;
        this.singleLines = singleLines;
    }

    /** For results: of several lines each, in colours where they are wanted. */
    public static Terminal results(OutputStream out, Charset charset, boolean colours) {
        return new Terminal(out, charset, colours, false);
    }

    /** For messages: what is printed as one line stays one line, or a line break in a name would forge another. */
    public static Terminal messages(OutputStream out, Charset charset) {
        return new Terminal(out, charset, false, true);
    }

    /** Takes the last line away, where this is a terminal. */
    static void eraseLine(PrintWriter writer) {
        if (writer instanceof Terminal terminal) {
            terminal.writeAsIs(UP_ONE_AND_CLEAR);
        } else {
            writer.print(UP_ONE_AND_CLEAR);
        }
    }

    private void writeAsIs(String text) {
        super.write(text, 0, text.length());
    }

    @Override
    public void println(String text) {
        super.println(singleLines && text != null ? text.replaceAll("\\R", " ") : text);
    }

    @Override
    public void println(Object value) {
        println(String.valueOf(value));
    }

    @Override
    public void write(int c) {
        write(String.valueOf((char) c), 0, 1);
    }

    @Override
    public void write(char[] buffer, int offset, int length) {
        write(new String(buffer, offset, length), 0, length);
    }

    @Override
    public void write(String text, int offset, int length) {
        String plain = plain(text.substring(offset, offset + length), colours);
        super.write(plain, 0, plain.length());
    }

    static String plain(String text, boolean colours) {
        if (text.chars().noneMatch(c -> c != '\n' && !isText((char) c))) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int end = colours && c == ESCAPE ? endOfColour(text, i) : -1;
            if (end > 0) {
                plain.append(text, i, end);
                i = end - 1;
            } else if (c == '\n' || isText(c)) {
                plain.append(c);
            } else if (c == '\r' || c == '\u000b' || c == '\f' || c == '\u0085' || c == '\u2028' || c == '\u2029') {
                plain.append(' ');
            }
        }
        return plain.toString();
    }

    /** The position after a sequence that only chooses a colour of the lab's; -1 when it is something else. */
    private static int endOfColour(String text, int from) {
        int end = text.indexOf('m', from);
        if (end < 0 || end - from > 12 || text.charAt(from + 1) != '[') {
            return -1;
        }
        for (String code : text.substring(from + 2, end).split(";", -1)) {
            if (!COLOURS.contains(code)) {
                return -1;
            }
        }
        return end + 1;
    }

    /** Neither a control character (C0, C1) nor an invisible one, such as those that turn the direction of what follows. */
    private static boolean isText(char c) {
        int type = Character.getType(c);
        return c == '\t'
                || (type != Character.CONTROL
                        && type != Character.FORMAT
                        && type != Character.LINE_SEPARATOR
                        && type != Character.PARAGRAPH_SEPARATOR);
    }
}
