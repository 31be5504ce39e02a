package io.losslab.lab.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * One process and no other: its id alone may be another process's tomorrow, so its start is kept too.
 *
 * @param startMillis epoch milliseconds of its start, 0 where the system does not tell
 */
public record ProcessIdentity(long pid, long startMillis) {
    /** The start as the system tells it hangs on the boot time, which clock corrections move a little. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    static ProcessIdentity of(ProcessHandle handle) {
        return new ProcessIdentity(
                handle.pid(),
                handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    /** The process, while it is the same one and alive. */
    Optional<ProcessHandle> alive() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::startedThen);
    }

    /** The process, while it is the same one, alive, and carries the marker in its command line. */
    Optional<ProcessHandle> alive(String marker) {
        return alive().filter(handle -> carries(handle, marker));
    }

    public static boolean carries(ProcessHandle handle, String marker) {
        ProcessHandle.Info info = handle.info();
        return info.arguments()
                        .map(arguments -> Arrays.stream(arguments).anyMatch(argument -> argument.contains(marker)))
                        .orElse(false)
                || info.commandLine().map(line -> line.contains(marker)).orElse(false);
    }

    private boolean startedThen(ProcessHandle handle) {
        Optional<Instant> started = handle.info().startInstant();
        return started.isEmpty()
                || startMillis == 0
                || Math.abs(started.get().toEpochMilli() - startMillis) <= TOLERANCE.toMillis();
    }
}
