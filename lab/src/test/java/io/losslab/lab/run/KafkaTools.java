package io.losslab.lab.run;

import io.losslab.lab.process.LabHome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Kafka's own console tools, run as its scripts run them. */
final class KafkaTools {
    private final LabHome home;

    KafkaTools(LabHome home) {
        this.home = home;
    }

    List<String> getOffsets(String bootstrapServers, String topic, String time) throws Exception {
        return run(
                "org.apache.kafka.tools.GetOffsetShell",
                "--bootstrap-server",
                bootstrapServers,
                "--topic",
                topic,
                "--time",
                time);
    }

    List<String> describeGroup(String bootstrapServers, String group) throws Exception {
        return run(
                "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand",
                "--bootstrap-server",
                bootstrapServers,
                "--describe",
                "--group",
                group);
    }

    List<String> dumpLog(Path segment) throws Exception {
        return run("org.apache.kafka.tools.DumpLogSegments", "--print-data-log", "--files", segment.toString());
    }

    List<String> topics(String bootstrapServers) throws Exception {
        return run("org.apache.kafka.tools.TopicCommand", "--bootstrap-server", bootstrapServers, "--list");
    }

    List<String> acls(List<String> arguments) throws Exception {
        return run("org.apache.kafka.tools.AclCommand", arguments.toArray(String[]::new));
    }

    private List<String> run(String mainClass, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                home.brokerLibs().resolve("*").toString(),
                mainClass));
        command.addAll(List.of(arguments));
        Process tool = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!tool.waitFor(60, TimeUnit.SECONDS) || tool.exitValue() != 0) {
            tool.destroyForcibly();
            throw new AssertionError(mainClass + " failed: " + out);
        }
        return out.lines().toList();
    }
}
