package io.losslab.lab.spec;

import io.losslab.lab.LabException;
import java.io.StringReader;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * Refuses the YAML that readers understand differently, so that a file means what it seems to mean: aliases (which may
 * also contain themselves), and numbers that one version of YAML takes for octal, hexadecimal or sexagesimal.
 */
final class StrictYaml {
    private static final Pattern AMBIGUOUS =
            Pattern.compile("[-+]?(0[0-9_]+|0[xob][0-9a-fA-F_]+|[0-9]+(_[0-9]*)+|[0-9]+(:[0-5]?[0-9])+(\\.[0-9]*)?)");

    private StrictYaml() {}

    /**
     * @param where what to call the text in messages
     * @throws LabException.BadInput with line and column
     * @throws org.yaml.snakeyaml.error.YAMLException when it is no YAML at all
     */
    static void require(String where, String text) {
        for (Event event : new Yaml(new LoaderOptions()).parse(new StringReader(text))) {
            if (event instanceof AliasEvent alias) {
                throw new LabException.BadInput(where + position(event.getStartMark()) + ": '*" + alias.getAnchor()
                        + "' is an alias; allowed: the value itself, written out");
            }
            if (event instanceof ScalarEvent scalar
                    && scalar.getScalarStyle() == ScalarStyle.PLAIN
                    && AMBIGUOUS.matcher(scalar.getValue()).matches()) {
                throw new LabException.BadInput(where + position(event.getStartMark()) + ": '" + scalar.getValue()
                        + "' is read as different numbers by different readers of YAML; allowed: a decimal number"
                        + " without leading zeros, '_' and ':', or text in quotes");
            }
        }
    }

    private static String position(Mark mark) {
        return ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }
}
