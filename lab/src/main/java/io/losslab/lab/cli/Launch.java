package io.losslab.lab.cli;

import io.losslab.lab.LabException;
import io.losslab.lab.process.LabHome;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the {@code losslab} script tells the JVM about where it was started. */
final class Launch {
    private Launch() {}

    /** The project: {@code -Dlosslab.root}, else the nearest folder above the current one that has the script. */
    static LabHome home() {
        String root = System.getProperty("losslab.root");
        if (root != null) {
            return new LabHome(Path.of(root));
        }
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            if (Files.isRegularFile(dir.resolve("losslab")) && Files.isDirectory(dir.resolve("lab"))) {
                return new LabHome(dir);
            }
        }
        throw new LabException.Environment("cannot find the project's folder; start the lab by ./losslab");
    }

    /** Whether somebody is looking at standard error as it is written. */
    static boolean interactive() {
        return Boolean.getBoolean("losslab.tty.err") && !"dumb".equals(System.getenv("TERM"));
    }

    /** Whether standard output takes colours. */
    static boolean colors() {
        return Boolean.getBoolean("losslab.tty.out")
                && !"dumb".equals(System.getenv("TERM"))
                && System.getenv("NO_COLOR") == null;
    }
}
