package io.losslab.lab.story;

import io.losslab.lab.LabException;
import io.losslab.ledger.identity.RecordId;
import io.losslab.ledger.identity.Source;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a single record is called: {@code run/producer/p00000/s42}. */
public final class RecordName {
    private static final Pattern NAME = Pattern.compile("([a-z0-9-]+)/([a-z0-9-]+)/p?(\\d{1,9})/s?(\\d{1,18})");
    /** As it stands at the front of the record's value, however much of that was copied. */
    private static final Pattern PAYLOAD =
            Pattern.compile("LL1 +([a-z0-9-]+) +([a-z0-9-]+) +p(\\d{1,9}) +s(\\d{1,18})( .*)?");

    private RecordName() {}

    static String of(Source source, int partition, long sequence) {
        return source + String.format("/p%05d/s%d", partition, sequence);
    }

    /**
     * @throws LabException.BadInput when it names no record
     */
    public static RecordId parse(String text) {
        for (Pattern pattern : new Pattern[] {NAME, PAYLOAD}) {
            Matcher matcher = pattern.matcher(text.strip());
            if (matcher.matches()) {
                try {
                    return new RecordId(
                            new Source(matcher.group(1), matcher.group(2)),
                            Integer.parseInt(matcher.group(3)),
                            Long.parseLong(matcher.group(4)));
                } catch (IllegalArgumentException e) {
                    throw new LabException.BadInput("--record: " + e.getMessage(), e);
                }
            }
        }
        throw new LabException.BadInput("--record: `" + text
                + "` names no record; allowed: RUN/PRODUCER/pPARTITION/sSEQUENCE, or the start of its value (LL1 ...)");
    }
}
