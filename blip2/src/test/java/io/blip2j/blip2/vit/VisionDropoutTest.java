package io.blip2j.blip2.vit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.blip2j.core.autograd.Gradients;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Activation;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.Pass;
import io.blip2j.nn.init.Initialization;
import io.blip2j.nn.init.Initializer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Layers that run again in backward drop what they dropped before, bit for bit, in both encoders.
class VisionDropoutTest {
    @Test
    void recomputedLayersDropTheSame() {
        for (Backend backend : Backends.available()) {
            for (String type : List.of(VisionConfig.BLIP2, VisionConfig.CLIP)) {
                VisionTower model =
                        VisionTower.of(new VisionConfig(type, 12, 20, 3, 2, 8, 4, 3, Activation.GELU, 1e-6, 0.3, true));
                new Initialization()
                        .rule(".*norm[12]?\\.weight", new Initializer.Constant(1))
                        .rule(".*", new Initializer.Normal(0.3))
                        .apply(model, backend, 2);
                float[] pixels = new float[2 * 3 * 8 * 8];
                Philox.normal(RandomKey.of(1, "pixels"), pixels);
                Tensor picture = Tensor.of(backend, pixels, 2, 3, 8, 8);
                float[][] kept = gradients(model, picture, 4);
                model.recompute(true);
                float[][] again = gradients(model, picture, 4);
                for (int i = 0; i < kept.length; i++) {
                    assertArrayEquals(
                            kept[i], again[i], model.parameters().get(i).path());
                }
                assertFalse(Arrays.deepEquals(kept, gradients(model, picture, 5)), "another step drops the same");
            }
        }
    }

    private static float[][] gradients(VisionTower model, Tensor picture, int step) {
        Tensor last = model.imageEmbeds(model.tokens(picture, new Pass("image", true, 7, step, 0)));
        Gradients gradients = last.mul(last).mul(last).sum().backward();
        return model.parameters().stream()
                .map(Parameter::tensor)
                .map(gradients::get)
                .map(Tensor::toFloats)
                .toArray(float[][]::new);
    }
}
