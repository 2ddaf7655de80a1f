package io.blip2j.blip2.vit;

import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Embedding;
import io.blip2j.nn.Module;
import io.blip2j.nn.Parameter;

/// CLIP's image encoder, ViT-L in LAVIS's smaller BLIP-2 models.
///
/// A norm before the layers (`pre_layrnorm`, spelt so in the checkpoints), four projections in attention, QuickGELU,
/// patches without bias. CLIP itself gives out the last layer's tokens without a norm; BLIP-2 puts its own on them.
///
/// **Source:** Radford et al., arXiv 2103.00020; transformers `CLIPVisionModel`, whose names these are. LAVIS's
/// `clip_vit.py` uses 23 of ViT-L's 24 layers.
public final class ClipVisionModel extends VisionTower {
    private final Embeddings embeddings;

    public ClipVisionModel(VisionConfig config) {
        this(config, new Embeddings(config));
    }

    private ClipVisionModel(VisionConfig config, Embeddings embeddings) {
        super(config, embeddings, true);
        this.embeddings = embeddings;
    }

    private static final class Embeddings extends Module {
        private final Parameter classToken;
        private final Patches patches;
        private final Embedding positions;

        private Embeddings(VisionConfig config) {
            classToken = parameter("class_embedding", config.hiddenSize());
            patches = child("patch_embedding", new Patches(config, false));
            positions = child("position_embedding", new Embedding(config.tokens(), config.hiddenSize(), -1));
        }
    }

    @Override
    Parts parts(Tensor pixels, boolean interpolate) {
        Tensor patches = embeddings.patches.forward(pixels);
        int hidden = config().hiddenSize();
        long[] places = new long[config().tokens()];
        for (int i = 0; i < places.length; i++) {
            places[i] = i;
        }
        Tensor table = embeddings.positions.forward(Tensor.of(pixels.backend(), places, 1, places.length));
        return new Parts(
                patches,
                embeddings.classToken.tensor().reshape(1, 1, hidden),
                PositionGrid.fit(table, config(), pixels.dim(2), pixels.dim(3), interpolate));
    }

    @Override
    public Tensor lastHiddenState(Tensor tokens) {
        return tokens;
    }
}
