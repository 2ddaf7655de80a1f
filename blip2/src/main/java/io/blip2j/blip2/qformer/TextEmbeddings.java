package io.blip2j.blip2.qformer;

import io.blip2j.core.op.shape.Slice;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Embedding;
import io.blip2j.nn.Module;

/// Words for the Q-Former: `word[id] + position[place]`, places from 0, whether or not queries stand before them.
///
/// | tensor | shape |
/// |---|---|
/// | ids (I64) | `[batch, seq]` |
/// | result | `[batch, seq, hidden]`, not yet normalised |
///
/// **Source:** transformers `Blip2TextEmbeddings`; the padding row does not learn from look-ups.
public final class TextEmbeddings extends Module {
    private final Embedding words;
    private final Embedding positions;
    private final int longest;

    public TextEmbeddings(QFormerConfig config) {
        words = child("word_embeddings", new Embedding(config.vocabSize(), config.hiddenSize(), config.padTokenId()));
        positions = child("position_embeddings", new Embedding(config.maxPositions(), config.hiddenSize(), -1));
        longest = config.maxPositions();
    }

    /// Whole texts.
    public Tensor forward(Tensor ids) {
        return forward(ids, 0);
    }

    /// Words whose first stands at `place`.
    public Tensor forward(Tensor ids, int place) {
        int seq = ids.dim(1);
        if (place + seq > longest) {
            throw new ShapeException(
                    "text",
                    "a text of " + (place + seq) + " ids, the Q-Former has " + longest + " positions. Truncate it");
        }
        return words.forward(ids).add(positionRows(ids, place, seq)); // [batch, seq, hidden]
    }

    private Tensor positionRows(Tensor ids, int place, int seq) {
        if (positions.weight().packed() == null) {
            return Slice.from(positions.weight().tensor(), 0, place).slice(0, 0, seq); // [seq, hidden], a view
        }
        long[] places = new long[seq];
        for (int i = 0; i < seq; i++) {
            places[i] = (long) place + i;
        }
        return positions.forward(Tensor.of(ids.backend(), places, seq));
    }

    /// The table of words, to which the language head is tied.
    public Embedding words() {
        return words;
    }
}
