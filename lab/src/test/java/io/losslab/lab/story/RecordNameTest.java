package io.losslab.lab.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.losslab.lab.LabException;
import io.losslab.ledger.identity.RecordId;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.payload.PayloadEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordNameTest {
    private static final RecordId RECORD = new RecordId(new Source("5ebnhdwh3g", "xb8934yy"), 3, 3500);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5ebnhdwh3g/xb8934yy/p00003/s3500",
                "5ebnhdwh3g/xb8934yy/3/3500",
                " 5ebnhdwh3g/xb8934yy/p3/s000000003500 ",
                "LL1 5ebnhdwh3g   xb8934yy p00003 s000000003500",
                "LL1 5ebnhdwh3g   xb8934yy p00003 s000000003500 t1795260543592952 arkvoeiv",
            })
    void aRecordIsNamedByItsIdentityOrByTheFrontOfItsValue(String text) {
        assertThat(RecordName.parse(text)).isEqualTo(RECORD);
    }

    @Test
    void whatIsPrintedIsUnderstood() {
        String printed = RecordName.of(RECORD.source(), RECORD.partition(), RECORD.sequence());

        assertThat(printed).isEqualTo("5ebnhdwh3g/xb8934yy/p00003/s3500");
        assertThat(RecordName.parse(printed)).isEqualTo(RECORD);
    }

    @Test
    void theValueThatAProducerWritesIsUnderstoodAsAToolPrintsIt() {
        byte[] value = new PayloadEncoder(RECORD.source(), 200).encode(3, 3500, 1_795_260_543_592_952L);

        assertThat(RecordName.parse(new String(value, StandardCharsets.ISO_8859_1)))
                .isEqualTo(RECORD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4711",
                "run/prod/0",
                "run/prod/0/1/2",
                "run/prod/q0/s1",
                "RUN/prod/0/1",
                "run/prod/0/-1",
                "run/prod/9999999999/1",
                "LL2 run prod p00000 s1",
                "a-run-name-that-is-too-long/prod/0/1",
            })
    void whatNamesNoRecordIsBadInput(String text) {
        assertThatThrownBy(() -> RecordName.parse(text))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageStartingWith("--record: ");
    }
}
