package io.losslab.lab.cli;

import io.losslab.lab.LabException;
import io.losslab.lab.story.RecordName;
import io.losslab.lab.story.RecordStory;
import io.losslab.lab.story.Story;
import io.losslab.ledger.identity.RecordId;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code losslab explain}. */
@Command(
        name = "explain",
        description = {
            "Tells the story of one record from the evidence in a run's folder: when it was to be sent, what its"
                    + " producer was told, where it was in the log and what became of that place, and for each group who"
                    + " was given it or what moved the position past it, with the checker's verdict.",
            "Every sentence has its time and names the files that say so. The evidence is judged anew, seal included."
        },
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:told",
            "1:the evidence does not hold: what is told is not proven, or nothing can be told",
            "2:bad input, such as an offset that no record of the run had",
            "3:the folder's evidence cannot be read"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  losslab explain results/data-loss-20261121-101500 --partition 0 --offset 4711",
            "  losslab explain DIR --partition 0 --offset 4711 --group slow-consumer-group",
            "  losslab explain DIR --partition 0 --offset 4711 --run acks=1     one variant of several",
            "  losslab explain DIR --record 5ebnhdwh3g/xb8934yy/p00000/s3500",
            "  losslab lost DIR --records --json | head -n 1 | jq -r .id | xargs losslab explain DIR --record",
            "",
            "An offset can have had several records, one after the other, where the log was cut off and grew",
            "again: then each has its story. Records that never had an offset have only an identity.",
            "The story goes to standard output; with --json one object a line for each record."
        })
final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "DIR", description = "The result folder of a run.")
    private Path dir;

    @Option(names = "--partition", paramLabel = "P", description = "The record's partition, together with --offset.")
    private Integer partition;

    @Option(names = "--offset", paramLabel = "N", description = "The record's offset, together with --partition.")
    private Long offset;

    @Option(
            names = "--record",
            paramLabel = "RUN/PRODUCER/P/S",
            description = "The record's identity, as `losslab lost` prints it or as its value begins (LL1 ...).")
    private String record;

    @Option(names = "--group", paramLabel = "NAME", description = "Only what concerns this group.")
    private String group;

    @Option(
            names = "--run",
            paramLabel = "ID|VARIANT",
            description = "Which run, where the folder has several: its id or its variant.")
    private String run;

    @Option(names = "--json", description = "As JSON, one object a line.")
    private boolean json;

    @Override
    public Integer call() {
        RecordStory.Question question = question();
        List<Story> stories = RecordStory.tell(dir, question);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            stories.forEach(story -> out.println(ExplainJson.of(story)));
        } else {
            new ExplainText(out).print(stories);
        }
        out.flush();
        return CommandLines.proven(
                        "told", stories.get(0).objections(), spec.commandLine().getErr())
                .code();
    }

    private RecordStory.Question question() {
        if (record != null) {
            if (partition != null || offset != null) {
                throw new LabException.BadInput(
                        "--record already says which; allowed: either it, or --partition and --offset");
            }
            RecordId id = RecordName.parse(record);
            return new RecordStory.Question(run, id, id.partition(), -1, group);
        }
        if (partition == null || offset == null) {
            throw new LabException.BadInput("which record? missing "
                    + (partition == null && offset == null
                            ? "--partition and --offset, or --record"
                            : partition == null ? "--partition" : "--offset"));
        }
        if (offset < 0) {
            throw new LabException.BadInput("--offset is " + offset + "; allowed: 0 or more");
        }
        return new RecordStory.Question(run, null, partition, offset, group);
    }
}
