package io.losslab.lab.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a run was measured on. Where a system does not tell, null. */
final class Machine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path RELEASE = Path.of("/etc/os-release");

    private Machine() {}

    /** The processor's name, as Linux has it. */
    static String processor() {
        return value(PROCESSORS, "model name", ":");
    }

    /** Kernel, its version and architecture, and the distribution where there is one. */
    static String system() {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch");
        String distribution = value(RELEASE, "PRETTY_NAME", "=");
        return distribution == null ? system : system + ", " + distribution.replace("\"", "");
    }

    /** Bytes; -1 when unknown. */
    static long memoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os
                ? os.getTotalMemorySize()
                : -1;
    }

    private static String value(Path file, String key, String separator) {
        if (!Files.isReadable(file)) {
            return null;
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key) && line.contains(separator))
                    .map(line -> line.substring(line.indexOf(separator) + 1).strip())
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }
}
