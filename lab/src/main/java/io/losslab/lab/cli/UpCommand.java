package io.losslab.lab.cli;

import io.losslab.contract.service.ServiceCatalogue;
import io.losslab.lab.LabException;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.LabSession;
import io.losslab.lab.process.ProcessRegistry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code losslab up}. */
@Command(
        name = "up",
        description = {
            "Starts Kafka with the topic load-events, and the services, and leaves them up until Ctrl-C or `losslab down`.",
            "The topic keeps 10 MiB in segments of 1 MiB: enough load and a slow consumer lose data here."
        },
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "3:a port is taken, or something did not start or died",
            "130:ended by Ctrl-C",
            "143:ended by `losslab down`"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  losslab up",
            "  losslab up --port-producer 18080 --port-broker 19092",
            "  losslab up --broker        only Kafka; says how to start an app against it"
        })
final class UpCommand implements Callable<Integer> {
    private static final int LOOK_MILLIS = 500;

    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(names = "--broker", description = "Only Kafka and the topic, for apps started by hand.")
    private boolean brokerOnly;

    @Option(
            names = "--port-broker",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "Port of Kafka (default: ${DEFAULT-VALUE}).")
    private int brokerPort;

    /** The options of the services' ports are those of their descriptors. */
    @Spec
    void specified(CommandSpec up) {
        spec = up;
        ServiceCatalogue.all()
                .forEach(service -> up.addOption(OptionSpec.builder(service.portOption())
                        .paramLabel("PORT")
                        .type(int.class)
                        .defaultValue(Integer.toString(service.port()))
                        .description("Port of " + service.name() + " (default: ${DEFAULT-VALUE}).")
                        .build()));
    }

    private Map<String, Integer> servicePorts() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ServiceCatalogue.all()
                .forEach(service -> ports.put(
                        service.portOption(),
                        spec.commandLine().getParseResult().matchedOptionValue(service.portOption(), service.port())));
        return ports;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        LabHome home = Launch.home();
        ProcessRegistry registry = home.registry();
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("--port-broker", brokerPort);
        if (!brokerOnly) {
            ports.putAll(servicePorts());
        }
        String command = "losslab "
                + String.join(
                        " ", spec.commandLine().getParent().getParseResult().originalArgs());
        registry.sweep().forEach(line -> err.println("losslab: " + line));
        PortCheck.requireFree(ports, registry);
        try (LabSession session = registry.open(ProcessRegistry.Kind.UP, command)) {
            Path workDir = home.stateDir().resolve("up").resolve(session.id());
            session.removeAtEnd(workDir);
            HandsOnLab lab = new HandsOnLab(home, session, workDir, err);
            try {
                lab.startBroker(brokerPort);
                if (!brokerOnly) {
                    lab.startApps(ports);
                }
            } catch (LabException.Environment e) { // its message may name a log of a folder that goes now
                throw new LabException.Environment(kept(e.getMessage(), lab, workDir), e);
            }
            out.println(lab.invitation());
            out.flush();
            while (lab.failure().isEmpty()) {
                Thread.sleep(LOOK_MILLIS);
            }
            throw new LabException.Environment(kept(lab.failure().orElse(""), lab, workDir));
        }
    }

    /** The message with the paths of logs as they are once the work folder is gone. */
    private static String kept(String message, HandsOnLab lab, Path workDir) {
        String gone = " \\(log: " + Pattern.quote(workDir.toString()) + "[^)]*\\)";
        return message.replaceAll(gone, "")
                + lab.keepLogs().map(dir -> "; its log is kept in " + dir).orElse("");
    }
}
