package io.blip2j.blip2.t5;

import io.blip2j.blip2.language.Recorder;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Dropout;
import io.blip2j.nn.Module;
import io.blip2j.nn.Pass;
import io.blip2j.nn.RmsNorm;
import io.blip2j.nn.attention.AttentionMask;
import java.util.ArrayList;
import java.util.List;

/// The encoder: blocks that see in both directions, and a last normalisation.
///
/// | tensor | shape |
/// |---|---|
/// | embeds, result | `[batch, seq, hidden]` |
///
/// Distances are between places in the row as given: padding between words counts.
///
/// **Source:** transformers `T5Stack`; Raffel et al., arXiv 1910.10683.
public final class T5Encoder extends Module {
    private final T5Config config;
    private final List<T5EncoderBlock> blocks = new ArrayList<>();
    private final RmsNorm norm;
    private final Dropout inputDropout;
    private final Dropout dropout;

    public T5Encoder(T5Config config) {
        this.config = config;
        for (int i = 0; i < config.encoderLayers(); i++) {
            blocks.add(child("block." + i, new T5EncoderBlock(config, i == 0)));
        }
        norm = child("final_layer_norm", new RmsNorm(config.hiddenSize(), config.eps()));
        inputDropout = child("input_dropout", new Dropout(config.dropout()));
        dropout = child("dropout", new Dropout(config.dropout()));
    }

    /// Hidden states of all places.
    public Tensor forward(Tensor embeds, AttentionMask mask, Pass pass, Recorder recorder) {
        int seq = embeds.dim(1);
        RelativeBias bias = RelativeBias.of(blocks.getFirst().relativeBias(), config, true, seq, seq, embeds.backend());
        Tensor x = inputDropout.forward(embeds, pass);
        for (int i = 0; i < blocks.size(); i++) {
            x = blocks.get(i).forward(x, mask, bias, pass);
            recorder.record("layer" + i, x);
        }
        Tensor last = norm.forward(x);
        recorder.record("last", last);
        return dropout.forward(last, pass);
    }
}
