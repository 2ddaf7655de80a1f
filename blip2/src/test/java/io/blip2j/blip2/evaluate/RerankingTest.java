package io.blip2j.blip2.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RerankingTest {
    private static final float[][] COSINE = {{.9f, .1f, .5f}, {.2f, .3f, .8f}};

    @Test
    void looksAtTheMostSimilarOnesOfEachRowAndColumnOnce() {
        List<String> asked = new ArrayList<>();
        Reranking scores = Reranking.of(COSINE, 1, (image, texts) -> {
            asked.add(image + ":" + java.util.Arrays.toString(texts));
            return new float[texts.length];
        });
        assertEquals(List.of("0:[0]", "1:[1, 2]"), asked);
        assertArrayEquals(new float[] {.9f, -100, -100}, scores.imageToText()[0]);
        assertArrayEquals(new float[] {-100, -100, .8f}, scores.imageToText()[1]);
        assertArrayEquals(new float[] {-100, .3f}, scores.textToImage()[1]);
    }

    @Test
    void scoreIsLogitPlusCosine() {
        Reranking scores = Reranking.of(COSINE, 9, (_, texts) -> {
            float[] logits = new float[texts.length];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = texts[i];
            }
            return logits;
        });
        assertArrayEquals(new float[] {.9f, 1.1f, 2.5f}, scores.imageToText()[0]);
        assertArrayEquals(new float[] {2.5f, 2.8f}, scores.textToImage()[2]);
        assertEquals(50, scores.recalls(new int[] {1, 0, 1}).textAt1());
    }
}
