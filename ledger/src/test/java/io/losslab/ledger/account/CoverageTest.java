package io.losslab.ledger.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CoverageTest {
    private static Coverage of(long[]... runs) {
        Coverage.Builder builder = new Coverage.Builder();
        for (long[] run : runs) {
            builder.add(run[0], run[1], run[2], 0, 0);
        }
        return builder.build();
    }

    @Test
    void runsThatTouchAndAgreeBecomeOne() {
        Coverage coverage = of(new long[] {0, 10, 100}, new long[] {10, 20, 110});

        assertThat(coverage.size()).isEqualTo(1);
        assertThat(coverage.total()).isEqualTo(20);
        assertThat(coverage.repeated()).isZero();
    }

    @Test
    void aSecondLookIsRepeatedAndASecondCopyConflicts() {
        assertThat(of(new long[] {0, 10, 100}, new long[] {5, 8, 105}).repeated())
                .isEqualTo(3);
        assertThat(of(new long[] {0, 10, 100}, new long[] {5, 8, 105}).conflicting())
                .isZero();
        assertThat(of(new long[] {0, 10, 100}, new long[] {5, 8, 300}).conflicting())
                .isEqualTo(3);
    }

    @Test
    void aDuplicateDoesNotFillAGap() {
        Coverage coverage = of(new long[] {0, 5, 0}, new long[] {6, 10, 6}, new long[] {2, 3, 2});

        assertThat(coverage.total()).isEqualTo(9);
        assertThat(coverage.repeated()).isEqualTo(1);
        assertThat(coverage.at(5).covers(5)).isFalse();
    }

    @Test
    void agreesWithACountOfEachPosition() {
        long seed = System.nanoTime();
        System.out.println("CoverageTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            int[] stated = new int[200];
            Coverage.Builder builder = new Coverage.Builder();
            for (int run = random.nextInt(12); run > 0; run--) {
                int start = random.nextInt(190);
                int end = start + 1 + random.nextInt(199 - start);
                builder.add(start, end, start + 1_000, 0, 0);
                for (int i = start; i < end; i++) {
                    stated[i]++;
                }
            }
            Coverage coverage = builder.build();
            Coverage.Cursor forward = coverage.cursor();
            long repeated = 0;
            for (int i = 0; i < stated.length; i++) {
                forward.moveTo(i);
                assertThat(forward.covers(i)).as("round %d, %d", round, i).isEqualTo(stated[i] > 0);
                assertThat(coverage.at(i).covers(i)).isEqualTo(stated[i] > 0);
                assertThat(forward.partner(i)).isEqualTo(stated[i] > 0 ? i + 1_000 : Coverage.NONE);
                repeated += Math.max(0, stated[i] - 1);
            }
            assertThat(coverage.repeated()).isEqualTo(repeated);
            assertThat(coverage.conflicting()).isZero();
        }
    }
}
