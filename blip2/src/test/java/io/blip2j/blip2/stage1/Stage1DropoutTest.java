package io.blip2j.blip2.stage1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.blip2.qformer.QFormer;
import io.blip2j.blip2.stage1.Stage1Batch.Negatives;
import io.blip2j.core.autograd.Gradients;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.shape.DType;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Dropout in the four passes: named random numbers, the same for a sample wherever it is computed.
class Stage1DropoutTest {
    private static final Negatives NEGATIVES = new Negatives(new int[] {1, 2, 3, 0}, new int[] {3, 0, 1, 2});
    private static final double P = 0.2;

    private static Tensor images(Backend backend) {
        return TinyStage1.normal(backend, DType.F32, "images", 4, TinyStage1.TOKENS, 12);
    }

    private static Pass step(int step) {
        return new Pass("", true, 7, step, 0);
    }

    @Test
    void sameStepDropsTheSameAndAnotherStepAnother() {
        for (Backend backend : Backends.available()) {
            Stage1Model model = TinyStage1.model(backend, DType.F32, P);
            Stage1Batch batch = TinyStage1.batch(images(backend), NEGATIVES);
            double first = model.losses(batch, step(3)).total().item();
            assertEquals(first, model.losses(batch, step(3)).total().item());
            assertNotEquals(first, model.losses(batch, step(4)).total().item());
            assertNotEquals(first, model.losses(batch, Pass.EVALUATION).total().item());
        }
    }

    @Test
    void aSampleDropsTheSameInAnyPartOfTheBatch() {
        for (Backend backend : Backends.available()) {
            Stage1Model model = TinyStage1.model(backend, DType.F32, P);
            Tensor images = images(backend);
            Pass pass = new Pass("image", true, 7, 3, 10);
            float[] all = queries(model, images, pass);
            float[] last = queries(model, images.slice(0, 2, 4).contiguous(), new Pass("image", true, 7, 3, 12));
            assertArrayEquals(java.util.Arrays.copyOfRange(all, all.length / 2, all.length), last);
        }
    }

    private static float[] queries(Stage1Model model, Tensor images, Pass pass) {
        QFormer.ImagePass image =
                model.imagePass(model.qformer().imageKeys(images, AttentionMask.none()), images.dim(0), pass);
        return image.queries().toFloats();
    }

    /// Every place that drops, in every pass, takes random numbers of its own.
    @Test
    void streamsAreDistinct() {
        Stage1Model model = TinyStage1.model(Backends.available().getFirst(), DType.F32, P);
        Set<String> places = new TreeSet<>();
        for (Parameter parameter : model.parameters()) {
            String path = parameter.path();
            if (path.endsWith(".query.weight")) {
                places.add(path.substring(0, path.length() - ".query.weight".length()));
            } else if (path.contains("output") && path.endsWith(".dense.weight")) {
                places.add(path.replace(".dense.weight", ".dropout"));
            }
        }
        places.add("qformer.dropout");
        assertEquals(
                1 + 3 * 4 + 2 * 2, places.size(), "each layer drops in four places, two more where it looks at images");
        Map<Integer, String> names = new LinkedHashMap<>();
        for (String pass : new String[] {"image", "text", "itm", "itm/words", "itg"}) {
            for (String place : places) {
                int stream = new Pass(pass, true, 7, 0, 0).key(place).stream();
                String before = names.put(stream, pass + " " + place);
                assertTrue(before == null, () -> before + " and " + pass + " " + place + " share random numbers");
            }
        }
        for (String draw : new String[] {"negatives/image", "negatives/text"}) {
            assertTrue(names.put(RandomKey.stream(draw), draw) == null, draw);
        }
    }

    @Test
    void gradientsAreThoseOfTheNumbersThatWereDropped() {
        for (Backend backend : Backends.available()) {
            Stage1Model model = TinyStage1.model(backend, DType.F32, P);
            model.vision().freezeTower();
            Tensor pixels = TinyStage1.normal(backend, DType.F32, "pixels", 4, 3, 8, 8);
            Tensor tokens = model.vision().tokens(pixels, Pass.EVALUATION);
            Stage1Batch batch = TinyStage1.batch(model.vision().imageEmbeds(tokens), NEGATIVES);
            Gradients gradients = model.losses(batch, step(3)).itm().backward();
            Parameter moved = model.queryTokens();
            float[] direction = gradients.get(moved.tensor()).toFloats();
            double square = 0;
            for (float part : direction) {
                square += (double) part * part;
            }
            double h = 1e-2 / Math.sqrt(square);
            float[] start = moved.values().toFloats();
            double slope = (at(model, start, direction, h, batch) - at(model, start, direction, -h, batch)) / (2 * h);
            assertEquals(square, slope, 0.02 * square, backend.name());
        }
    }

    private static double at(Stage1Model model, float[] start, float[] direction, double h, Stage1Batch batch) {
        float[] values = new float[start.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (start[i] + h * direction[i]);
        }
        Parameter tokens = model.queryTokens();
        tokens.set(Tensor.of(model.backend(), values, tokens.shape().dims()));
        Tensor plain = batch.imageEmbeds().detach();
        return model.losses(TinyStage1.batch(plain, NEGATIVES), step(3)).itm().item();
    }
}
