package io.losslab.ledger.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.losslab.ledger.identity.Source;
import io.losslab.ledger.payload.PayloadDecoder.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
    private static final Source SOURCE = new Source("3k9xw2m4p7qr", "a1b2c3d4");
    private static final long INTENDED = 1_795_254_123_456_789L;

    private final PayloadDecoder decoder = new PayloadDecoder();

    @ParameterizedTest
    @ValueSource(ints = {77, 100, 1024, 70_000})
    void identitySurvivesTheRoundTrip(int valueBytes) {
        byte[] value = new PayloadEncoder(SOURCE, valueBytes).encode(42, 123_456_789_012L, INTENDED);

        assertThat(value).hasSize(valueBytes);
        assertThat(decoder.decode(value)).isEqualTo(Kind.RECORD);
        assertThat(decoder.source()).isEqualTo(SOURCE);
        assertThat(decoder.partition()).isEqualTo(42);
        assertThat(decoder.sequence()).isEqualTo(123_456_789_012L);
        assertThat(decoder.intendedMicros()).isEqualTo(INTENDED);
    }

    @Test
    void identityIsReadableInAnyTool() {
        String text = new String(new PayloadEncoder(SOURCE, 100).encode(0, 42, INTENDED), StandardCharsets.US_ASCII);

        assertThat(text).startsWith("LL1 3k9xw2m4p7qr a1b2c3d4 p00000 s000000000000042 t1795254123456789 ");
        assertThat(text).matches("\\p{Print}+");
    }

    @Test
    void shortNamesArePadded() {
        Source source = new Source("r", "p");

        assertThat(decoder.decode(new PayloadEncoder(source, 100).encode(0, 0, 0)))
                .isEqualTo(Kind.RECORD);
        assertThat(decoder.source()).isEqualTo(source);
    }

    @Test
    void everyFlippedBitIsNoticed() {
        byte[] value = new PayloadEncoder(SOURCE, 200).encode(3, 77, INTENDED);

        for (int i = 0; i < value.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                value[i] ^= (byte) (1 << bit);
                assertThat(decoder.decode(value)).as("byte %d, bit %d", i, bit).isNotEqualTo(Kind.RECORD);
                value[i] ^= (byte) (1 << bit);
            }
        }
        assertThat(decoder.decode(value)).isEqualTo(Kind.RECORD);
    }

    @Test
    void anythingButADigitInANumberIsCorruptEvenWithoutTheChecksum() {
        byte[] value = new PayloadEncoder(SOURCE, 200).encode(3, 77, INTENDED);

        for (int i = PayloadFormat.PARTITION_AT; i < PayloadFormat.FILLER_AT - 1; i++) {
            byte written = value[i];
            boolean digit = written >= '0' && written <= '9';
            for (int other = Byte.MIN_VALUE; digit && other <= Byte.MAX_VALUE; other++) {
                value[i] = (byte) other;
                Kind expected = other >= '0' && other <= '9' ? Kind.RECORD : Kind.CORRUPT;
                assertThat(decoder.decodeIdentity(value))
                        .as("byte %d is %d", i, other)
                        .isEqualTo(expected);
            }
            value[i] = written;
        }
    }

    @Test
    void numbersOfEveryLengthSurvive() {
        PayloadEncoder encoder = new PayloadEncoder(SOURCE, 200);
        for (long number = 1; number < 1_000_000_000_000_000L; number = number * 10 + number % 7 + 1) {
            assertThat(decoder.decode(encoder.encode(99_999, number, number * 9 + 3)))
                    .isEqualTo(Kind.RECORD);
            assertThat(decoder.sequence()).isEqualTo(number);
            assertThat(decoder.intendedMicros()).isEqualTo(number * 9 + 3);
            assertThat(decoder.partition()).isEqualTo(99_999);
        }
    }

    @Test
    void aCutValueIsCorruptAndAnotherFormatIsForeign() {
        byte[] value = new PayloadEncoder(SOURCE, 200).encode(3, 77, INTENDED);

        assertThat(decoder.decode(java.util.Arrays.copyOf(value, 60))).isEqualTo(Kind.CORRUPT);
        assertThat(decoder.decode(java.util.Arrays.copyOf(value, 150))).isEqualTo(Kind.CORRUPT);
        assertThat(decoder.decode("{\"order\": 1}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Kind.FOREIGN);
        assertThat(decoder.decode(null)).isEqualTo(Kind.FOREIGN);
        assertThat(decoder.decode(new byte[0])).isEqualTo(Kind.FOREIGN);
    }

    @Test
    void sizesAndNamesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new PayloadEncoder(SOURCE, PayloadFormat.MIN_VALUE_BYTES - 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not within " + PayloadFormat.MIN_VALUE_BYTES);
        assertThatThrownBy(() -> new Source("Run", "p"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a-z, 0-9 and '-'");
        assertThatThrownBy(() -> new Source("r", "thirteenchars")).isInstanceOf(IllegalArgumentException.class);
    }
}
