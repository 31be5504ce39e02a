package io.losslab.app.testing;

import io.losslab.ledger.identity.EpochClock;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.payload.PayloadEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Values as a producer of the lab writes them, in whatever order a test plants. */
public final class TestRecords {
    private final PayloadEncoder encoder;
    private final int partition;

    public TestRecords(String run, int partition) {
        encoder = new PayloadEncoder(new Source(run, "planted"), 200);
        this.partition = partition;
    }

    public byte[] value(long sequence) {
        return encoder.encode(partition, sequence, EpochClock.micros());
    }

    public List<byte[]> values(long... sequences) {
        return Arrays.stream(sequences).mapToObj(this::value).toList();
    }

    /** From the first sequence to the last, exclusive. */
    public List<byte[]> range(long from, long to) {
        return LongStream.range(from, to).mapToObj(this::value).toList();
    }

    /** One bit of the filler is flipped. */
    public byte[] damaged(long sequence) {
        byte[] value = value(sequence);
        value[value.length - 20] ^= 1;
        return value;
    }
}
