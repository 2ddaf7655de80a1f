package io.blip2j.blip2.stage1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.blip2j.blip2.stage1.Stage1Batch.Negatives;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import org.junit.jupiter.api.Test;

/// Wrong partners: never a right one, as often as their chances say, the same on any rank.
class HardNegativesTest {
    private final Backend backend = Backends.available().getFirst();

    private static Pass pass(int step, int firstSample) {
        return new Pass("", true, 3, step, firstSample);
    }

    @Test
    void drawsAsOftenAsTheChancesSay() {
        Tensor similarities = Tensor.of(backend, new float[] {9, 1, 2, 0}, 1, 4);
        Tensor chances = HardNegatives.chances(similarities, new boolean[] {true, false, false, false});
        float[] expected = chances.toFloats();
        int[] count = new int[4];
        int draws = 4000;
        for (int step = 0; step < draws; step++) {
            count[HardNegatives.draw(chances, chances, pass(step, 0)).texts()[0]]++;
        }
        assertEquals(0, count[0], "the right partner");
        for (int n = 0; n < 4; n++) {
            assertEquals(expected[n], count[n] / (double) draws, 0.03);
        }
    }

    @Test
    void aSampleDrawsTheSameOnAnyRank() {
        Tensor flat = Tensor.zeros(backend, 6, 50);
        Negatives all = HardNegatives.draw(flat.softmax(-1), flat.softmax(-1), pass(2, 8));
        Tensor rows = Tensor.zeros(backend, 2, 50);
        Negatives last = HardNegatives.draw(rows.softmax(-1), rows.softmax(-1), pass(2, 12));
        assertArrayEquals(java.util.Arrays.copyOfRange(all.images(), 4, 6), last.images());
        assertArrayEquals(java.util.Arrays.copyOfRange(all.texts(), 4, 6), last.texts());
        assertFalse(java.util.Arrays.equals(all.images(), all.texts()), "images and texts are drawn apart");
    }

    @Test
    void ownImagesAndEqualTextsAreForbidden() {
        long[][] ids = {{1, 5, 2}, {1, 6, 2}, {1, 5, 2}};
        long[][] mask = {{1, 1, 1}, {1, 1, 1}, {1, 1, 1}};
        Gathering.Texts texts = new Gathering.Texts(ids, mask);
        assertArrayEquals(
                new boolean[] {false, true, false}, HardNegatives.forbidden(1, 1, null, null, null, 3), "the own pair");
        assertArrayEquals(
                new boolean[] {true, false, true}, HardNegatives.forbidden(1, 2, null, null, texts, 3), "equal texts");
        assertArrayEquals(
                new boolean[] {true, true, false},
                HardNegatives.forbidden(1, 0, new long[] {4}, new long[] {4, 4, 9}, null, 3),
                "the same image");
    }
}
