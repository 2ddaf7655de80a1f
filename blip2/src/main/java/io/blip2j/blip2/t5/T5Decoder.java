package io.blip2j.blip2.t5;

import io.blip2j.blip2.language.Recorder;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Dropout;
import io.blip2j.nn.Module;
import io.blip2j.nn.Pass;
import io.blip2j.nn.RmsNorm;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.nn.attention.KeyValues;
import java.util.ArrayList;
import java.util.List;

/// The decoder: blocks that see backwards, and the encoder's result, and a last normalisation.
///
/// | tensor | shape |
/// |---|---|
/// | embeds, result | `[batch, tgtSeq, hidden]` |
/// | encoded | `[batch, srcSeq, hidden]` |
///
/// **Source:** transformers `T5Stack`.
public final class T5Decoder extends Module {
    private final T5Config config;
    private final List<T5DecoderBlock> blocks = new ArrayList<>();
    private final RmsNorm norm;
    private final Dropout inputDropout;
    private final Dropout dropout;

    public T5Decoder(T5Config config) {
        this.config = config;
        for (int i = 0; i < config.decoderLayers(); i++) {
            blocks.add(child("block." + i, new T5DecoderBlock(config, i == 0)));
        }
        norm = child("final_layer_norm", new RmsNorm(config.hiddenSize(), config.eps()));
        inputDropout = child("input_dropout", new Dropout(config.dropout()));
        dropout = child("dropout", new Dropout(config.dropout()));
    }

    /// Hidden states of whole rows.
    public Tensor forward(Tensor embeds, Tensor encoded, AttentionMask encodedMask, Pass pass, Recorder recorder) {
        RelativeBias bias = bias(embeds.dim(1), embeds.backend());
        Tensor x = inputDropout.forward(embeds, pass);
        for (int i = 0; i < blocks.size(); i++) {
            T5DecoderBlock block = blocks.get(i);
            x = block.forward(x, bias, block.encoded(encoded), encodedMask, pass);
            recorder.record("layer" + i, x);
        }
        return dropout.forward(norm.forward(x), pass);
    }

    /// The bias for rows of up to `places` places.
    RelativeBias bias(int places, Backend backend) {
        return RelativeBias.of(blocks.getFirst().relativeBias(), config, false, places, places, backend);
    }

    /// Each block's keys and values of the encoder's result.
    KeyValues[] encoded(Tensor encoded) {
        KeyValues[] all = new KeyValues[blocks.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = blocks.get(i).encoded(encoded);
        }
        return all;
    }

    /// Hidden states of the first place, `[batch, 1, hidden]`; begins the caches.
    Tensor begin(
            Tensor embeds,
            RelativeBias bias,
            KeyValues[] encoded,
            AttentionMask encodedMask,
            KeyValues[] caches,
            int room) {
        Tensor x = embeds;
        for (int i = 0; i < blocks.size(); i++) {
            x = blocks.get(i).begin(x, bias, encoded[i], encodedMask, caches[i], room);
        }
        return norm.forward(x);
    }

    /// Hidden states of one place more, `[batch, 1, hidden]`.
    Tensor next(Tensor embeds, RelativeBias bias, KeyValues[] encoded, AttentionMask encodedMask, KeyValues[] caches) {
        Tensor x = embeds;
        for (int i = 0; i < blocks.size(); i++) {
            x = blocks.get(i).next(x, bias, encoded[i], encodedMask, caches[i]);
        }
        return norm.forward(x);
    }
}
