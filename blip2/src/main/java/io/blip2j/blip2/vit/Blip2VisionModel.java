package io.blip2j.blip2.vit;

import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Module;
import io.blip2j.nn.Parameter;

/// BLIP-2's image encoder, EVA-CLIP's ViT-g under Hugging Face's names.
///
/// No norm before the layers, one fused projection for queries, keys and values, exact GELU; the tokens of the last
/// layer go to `post_layernorm`. Published models have 39 of ViT-g's 40 layers.
///
/// **Source:** Fang et al., arXiv 2211.07636 (EVA); transformers `Blip2VisionModel`, whose names these are.
public final class Blip2VisionModel extends VisionTower {
    private final Embeddings embeddings;

    public Blip2VisionModel(VisionConfig config) {
        this(config, new Embeddings(config));
    }

    private Blip2VisionModel(VisionConfig config, Embeddings embeddings) {
        super(config, embeddings, false);
        this.embeddings = embeddings;
    }

    private static final class Embeddings extends Module {
        private final Parameter classToken;
        private final Parameter positions;
        private final Patches patches;

        private Embeddings(VisionConfig config) {
            classToken = parameter("class_embedding", 1, 1, config.hiddenSize());
            positions = parameter("position_embedding", 1, config.tokens(), config.hiddenSize());
            patches = child("patch_embedding", new Patches(config, true));
        }
    }

    @Override
    Parts parts(Tensor pixels, boolean interpolate) {
        Tensor patches = embeddings.patches.forward(pixels);
        Tensor table = embeddings.positions.tensor();
        return new Parts(
                patches,
                embeddings.classToken.tensor(),
                PositionGrid.fit(table, config(), pixels.dim(2), pixels.dim(3), interpolate));
    }

    @Override
    public Tensor lastHiddenState(Tensor tokens) {
        return imageEmbeds(tokens);
    }
}
