package io.losslab.lab.cli;

import io.losslab.lab.LabException;
import io.losslab.lab.process.Ports;
import io.losslab.lab.process.ProcessRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Looks at ports before anything is started on them. */
final class PortCheck {
    private PortCheck() {}

    /**
     * Fails in one line when one of the ports cannot be had.
     *
     * @param ports the port by the option that sets it
     */
    static void requireFree(Map<String, Integer> ports, ProcessRegistry registry) {
        Map<Integer, String> seen = new HashMap<>();
        ports.forEach((option, port) -> {
            if (port < 1 || port > 65_535) {
                throw new LabException.BadInput(option + " is " + port + "; allowed: 1 to 65535");
            }
            String other = seen.putIfAbsent(port, option);
            if (other != null) {
                throw new LabException.BadInput(
                        option + " and " + other + " are both " + port + "; each needs its own");
            }
        });
        ports.forEach((option, port) -> {
            if (!Ports.isFree(port)) {
                throw new LabException.Environment("port " + port + " on 127.0.0.1 is taken, " + holder(port, registry)
                        + "; free it or choose another by " + option + " PORT; nothing was started");
            }
        });
    }

    /** Who holds a port, if this system tells; otherwise who might. */
    private static String holder(int port, ProcessRegistry registry) {
        OptionalLong pid = PortHolder.pid(port);
        for (ProcessRegistry.Entry entry : registry.entries()) {
            boolean holds =
                    entry.processes().stream().anyMatch(process -> pid.isPresent() && process.pid() == pid.getAsLong());
            if (holds || (pid.isEmpty() && entry.kind() == ProcessRegistry.Kind.UP && entry.ownerAlive())) {
                return (holds ? "by `" : "maybe by `") + entry.command() + "`, which `losslab down` ends";
            }
        }
        return pid.isPresent()
                ? "by process " + pid.getAsLong()
                        + ProcessHandle.of(pid.getAsLong())
                                .flatMap(process -> process.info().command())
                                .map(command -> " (" + command + ")")
                                .orElse("")
                : "maybe by a Kafka or a web server of yours (`lsof -i :" + port + "` tells)";
    }
}
