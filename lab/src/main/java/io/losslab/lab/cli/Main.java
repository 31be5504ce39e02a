package io.losslab.lab.cli;

import io.losslab.lab.ExitCode;
import io.losslab.lab.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Entry point of {@code losslab}. */
public final class Main {
    /** Longer than a session takes to end what it started, so that the last line is true. */
    private static final int END_SECONDS = 40;

    private Main() {}

    public static void main(String[] args) {
        CountDownLatch done = new CountDownLatch(1);
        PrintWriter err = Terminal.messages(System.err, charset("stderr.encoding"));
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            err.println("losslab: internal error in " + thread.getName() + ":");
            e.printStackTrace(err);
        });
        Thread hook = new Thread(() -> sayGoodbye(done, err), "losslab-goodbye");
        Runtime.getRuntime().addShutdownHook(hook);
        int code = ExitCode.INTERNAL.code();
        try {
            code = run(args, Terminal.results(System.out, charset("stdout.encoding"), Launch.colors()), err);
        } catch (Error e) { // such as no memory, or half a class path: the process ends, and says why
            err.println("losslab: internal error: " + e);
        } finally {
            done.countDown();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // a signal ends the process: its code is the signal's, and the hook has the last word
        }
        System.exit(code);
    }

    /** That of the terminal, which Java tells from 19 on. */
    private static Charset charset(String property) {
        return Charset.forName(
                System.getProperty(property, Charset.defaultCharset().name()));
    }

    /** Runs one command line; the exit code. */
    public static int run(String[] args, PrintWriter out, PrintWriter err) {
        ClientLogging.silence();
        return CommandLines.create(args, out, err).execute(args);
    }

    private static void sayGoodbye(CountDownLatch done, PrintWriter err) {
        try {
            boolean ended = done.await(END_SECONDS, TimeUnit.SECONDS);
            if (Launch.interactive()) {
                err.println(); // the terminal has written ^C
            }
            err.println(
                    ended
                            ? "losslab: ended by a signal; nothing that it started is left running"
                            : "losslab: ended by a signal; what may be left is ended by the next start");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the process is being ended by a signal: then whatever fails now fails because of that. */
    static boolean isEnding() {
        Thread probe = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
