package io.losslab.lab.result;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.evidence.StoredRun;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.lab.folder.ResultFolder;
import io.losslab.lab.run.Timeline;
import io.losslab.lab.spec.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A result folder as a small run leaves it, with evidence that holds. */
public final class StoredFolder {
    static final String SPEC = """
            name: t
            title: T
            load: {tps: 100, duration: 1s}
            consumers: {c: {app: slow-consumer, group: group}}
            expect: {c: {lost: "> 0", causes: [retention-deleted]}}
            """;

    private StoredFolder() {}

    /** What a run leaves behind besides. */
    interface Leftover {
        void in(Path run) throws IOException;
    }

    public static void store(Path dir) throws IOException {
        store(dir, SPEC, run -> {});
    }

    static void store(Path dir, String experiment, Leftover leftover) throws IOException {
        Path run = Files.createDirectories(dir.resolve("evidence").resolve(StoredRun.RUN));
        StoredRun.writeStreams(run);
        leftover.in(run);
        ObjectNode spec = YamlDocument.parse("test", experiment).root();
        ObjectNode observed = JsonNodeFactory.instance.objectNode();
        observed.put("label", "").put("variant", "default").put("trial", 1).put("runId", StoredRun.RUN);
        observed.putObject("producer").put("achievedTps", 99.75);
        observed.putObject("groups").putObject(StoredRun.GROUP).put("groupId", StoredRun.GROUP);
        observed.put(StoredExperiment.SEALED, true);
        observed.set("spec", spec);
        ResultJson.write(run.resolve(EvidenceFiles.OBSERVED), observed);
        StoredRun.seal(run);
        ResultFolder folder = ResultFolder.at(dir);
        new Timeline(folder, List.of(StoredRun.GROUP)).close();
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        facts.put("experiment", "t").put("title", "T").set("spec", spec);
        StoredExperiment.create(folder, facts, List.of(StoredRun.RUN)).conclude();
    }
}
