package io.blip2j.blip2.bert;

import io.blip2j.blip2.language.Recorder;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Dropout;
import io.blip2j.nn.Embedding;
import io.blip2j.nn.LayerNorm;
import io.blip2j.nn.Linear;
import io.blip2j.nn.Module;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import java.util.ArrayList;
import java.util.List;

/// BERT: `norm(word + position + type)`, then layers; `pooled = tanh(dense(first row))`.
///
/// | tensor | shape |
/// |---|---|
/// | ids, types (I64) | `[batch, seq]` |
/// | context | `[batch, srcSeq, hidden]` |
/// | result | `[batch, seq, hidden]` |
///
/// **Source:** Devlin et al., arXiv 1810.04805; transformers `BertModel`, whose names these are.
public final class BertModel extends Module {
    private final BertConfig config;
    private final Embedding words;
    private final Embedding positions;
    private final Embedding types;
    private final LayerNorm norm;
    private final Dropout dropout;
    private final List<BertLayer> layers = new ArrayList<>();
    private final Linear pooler;

    /// @param withPooler whether there is a dense layer for the first row
    public BertModel(BertConfig config, boolean withPooler) {
        int hidden = config.hiddenSize();
        this.config = config;
        words = child("embeddings.word_embeddings", new Embedding(config.vocabSize(), hidden, config.padTokenId()));
        positions = child("embeddings.position_embeddings", new Embedding(config.maxPositions(), hidden, -1));
        types = child("embeddings.token_type_embeddings", new Embedding(config.typeVocabSize(), hidden, -1));
        norm = child("embeddings.LayerNorm", new LayerNorm(hidden, config.layerNormEps()));
        dropout = child("embeddings.dropout", new Dropout(config.dropout()));
        for (int i = 0; i < config.layers(); i++) {
            layers.add(child("encoder.layer." + i, new BertLayer(config)));
        }
        pooler = withPooler ? child("pooler.dense", new Linear(hidden, hidden, true)) : null;
    }

    /// What another model computed, to be looked at.
    ///
    /// @param rows `[batch, srcSeq, hidden]`, or null
    /// @param mask which of them may be looked at
    public record Context(Tensor rows, AttentionMask mask) {
        /// Nothing to look at.
        public static final Context NONE = new Context(null, AttentionMask.none());
    }

    /// The last layer, `[batch, seq, hidden]`.
    /// @param types segment of each word, or null for 0
    public Tensor forward(Tensor ids, Tensor types, AttentionMask mask, Context context, Pass pass, Recorder recorder) {
        Tensor x = norm.forward(embed(ids, types));
        recorder.record("embeddings", x);
        x = dropout.forward(x, pass);
        for (int i = 0; i < layers.size(); i++) {
            x = layers.get(i).forward(x, mask, context.rows(), context.mask(), pass);
            recorder.record("layer" + i, x);
        }
        return x;
    }

    private Tensor embed(Tensor ids, Tensor segments) {
        int seq = ids.dim(1);
        if (seq > config.maxPositions()) {
            throw new ShapeException(
                    "bert",
                    "texts of " + seq + " ids, the model has " + config.maxPositions() + " positions. Truncate");
        }
        long[] places = new long[seq];
        for (int i = 0; i < seq; i++) {
            places[i] = i;
        }
        Tensor first = segments != null ? segments : Tensor.of(ids.backend(), new long[seq], 1, seq);
        return words.forward(ids)
                .add(types.forward(first))
                .add(positions.forward(Tensor.of(ids.backend(), places, seq)));
    }

    /// `tanh(dense(first row))`, `[batch, hidden]`.
    public Tensor pooled(Tensor last) {
        return pooler.forward(last.select(1, 0)).tanh();
    }

    /// The table of words.
    public Embedding words() {
        return words;
    }
}
