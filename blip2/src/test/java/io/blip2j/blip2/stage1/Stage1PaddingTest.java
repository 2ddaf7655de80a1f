package io.blip2j.blip2.stage1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blip2j.blip2.stage1.Stage1Batch.Negatives;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.shape.DType;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Padding changes nothing: neither columns of it, nor what ids stand in it.
class Stage1PaddingTest {
    @Test
    void moreColumnsOfPaddingGiveTheSameLosses() {
        Negatives negatives = new Negatives(new int[] {1, 2, 3, 0}, new int[] {3, 0, 1, 2});
        for (Backend backend : Backends.available()) {
            Stage1Model model = TinyStage1.model(backend, DType.F32, 0);
            Tensor images = TinyStage1.normal(backend, DType.F32, "images", 4, TinyStage1.TOKENS, 12);
            Stage1Batch batch = TinyStage1.batch(images, negatives);
            long[][] ids = new long[4][];
            long[][] mask = new long[4][];
            for (int i = 0; i < 4; i++) {
                ids[i] = Arrays.copyOf(batch.ids()[i], TinyStage1.SEQ + 5);
                mask[i] = Arrays.copyOf(batch.mask()[i], TinyStage1.SEQ + 5);
                for (int place = 0; place < ids[i].length; place++) {
                    ids[i][place] = mask[i][place] != 0 ? ids[i][place] : 9;
                }
            }
            Losses expected = model.losses(batch, Pass.EVALUATION);
            Losses got = model.losses(new Stage1Batch(images, ids, mask, null, negatives), Pass.EVALUATION);
            assertEquals(expected.total().item(), got.total().item(), backend.name());
        }
    }
}
