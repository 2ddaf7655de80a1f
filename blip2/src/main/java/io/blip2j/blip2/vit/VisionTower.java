package io.blip2j.blip2.vit;

import io.blip2j.blip2.language.Recorder;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.autograd.Recompute;
import io.blip2j.core.op.shape.Concat;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.LayerNorm;
import io.blip2j.nn.Module;
import io.blip2j.nn.Pass;
import java.util.ArrayList;
import java.util.List;

/// An image encoder: patches and a class token with positions, pre-norm layers, and a norm that BLIP-2 trains.
///
/// | tensor | shape |
/// |---|---|
/// | pixels | `[batch, channels, height, width]` |
/// | tokens, image embeddings | `[batch, 1 + patches, hidden]` |
///
/// The [#tokens] of a frozen tower depend on the picture alone and may be kept; [#imageEmbeds] is
/// `post_layernorm` on all of them, which is LAVIS's `ln_vision`: it learns in both stages although the tower is
/// frozen.
public abstract sealed class VisionTower extends Module permits Blip2VisionModel, ClipVisionModel {
    private final VisionConfig config;
    private final Module embeddings;
    private final List<VisionLayer> layers = new ArrayList<>();
    private final LayerNorm preNorm;
    private final LayerNorm postNorm;
    private boolean recomputing;

    VisionTower(VisionConfig config, Module embeddings, boolean withPreNorm) {
        this.config = config;
        this.embeddings = child("embeddings", embeddings);
        preNorm = withPreNorm ? child("pre_layrnorm", new LayerNorm(config.hiddenSize(), config.layerNormEps())) : null;
        for (int i = 0; i < config.layers(); i++) {
            layers.add(child("encoder.layers." + i, new VisionLayer(config)));
        }
        postNorm = child("post_layernorm", new LayerNorm(config.hiddenSize(), config.layerNormEps()));
    }

    /// The encoder that a configuration describes.
    public static VisionTower of(VisionConfig config) {
        return config.modelType().equals(VisionConfig.CLIP)
                ? new ClipVisionModel(config)
                : new Blip2VisionModel(config);
    }

    /// `[batch, patches, hidden]`, `[1 or batch, 1, hidden]` and `[1, 1 + patches, hidden]`: what the first layer
    /// sees, in parts.
    record Parts(Tensor patches, Tensor classToken, Tensor positions) {}

    abstract Parts parts(Tensor pixels, boolean interpolate);

    /// The last layer's tokens, before `post_layernorm`.
    public final Tensor tokens(Tensor pixels, Pass pass) {
        return tokens(pixels, false, pass, Recorder.NONE);
    }

    /// As above, with choices.
    /// @param interpolate whether positions are stretched to another size of picture
    public final Tensor tokens(Tensor pixels, boolean interpolate, Pass pass, Recorder recorder) {
        Parts parts = parts(pixels, interpolate);
        Tensor classToken = parts.classToken().expand(pixels.dim(0), 1, config.hiddenSize());
        Tensor x = Concat.of(1, classToken, parts.patches()).add(parts.positions()); // [batch, tokens, hidden]
        recorder.record("embeddings", x);
        if (preNorm != null) {
            x = preNorm.forward(x);
        }
        for (int i = 0; i < layers.size(); i++) {
            VisionLayer layer = layers.get(i);
            Tensor before = x;
            x = recomputing
                    ? Recompute.of(rows -> layer.forward(rows, pass), x, layer.trained())
                    : NoGrad.keepingOnlyResult(() -> layer.forward(before, pass));
            recorder.record("layer" + i, x);
        }
        return x;
    }

    /// `post_layernorm` of every token: what the Q-Former looks at.
    public final Tensor imageEmbeds(Tensor tokens) {
        return postNorm.forward(tokens);
    }

    /// `last_hidden_state` of Hugging Face's class, given [#tokens].
    public abstract Tensor lastHiddenState(Tensor tokens);

    /// `pooler_output` of Hugging Face's class, given [#lastHiddenState]: `post_layernorm` of the class token,
    /// `[batch, hidden]`. In BLIP-2's class it has then been applied twice.
    public final Tensor pooled(Tensor lastHiddenState) {
        return postNorm.forward(lastHiddenState.select(1, 0));
    }

    /// Whether layers' activations are computed again in backward instead of kept.
    public final void recompute(boolean on) {
        recomputing = on;
    }

    /// Freezes everything but `post_layernorm`.
    public final void freezeTower() {
        embeddings.freeze();
        layers.forEach(Module::freeze);
        if (preNorm != null) {
            preNorm.freeze();
        }
    }

    /// Sizes and options.
    public final VisionConfig config() {
        return config;
    }
}
