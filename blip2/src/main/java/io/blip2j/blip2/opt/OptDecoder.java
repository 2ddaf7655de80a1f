package io.blip2j.blip2.opt;

import io.blip2j.blip2.language.Ids;
import io.blip2j.blip2.language.Recorder;
import io.blip2j.core.InputException;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Embedding;
import io.blip2j.nn.LayerNorm;
import io.blip2j.nn.Linear;
import io.blip2j.nn.Module;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.nn.attention.KeyValues;
import java.util.ArrayList;
import java.util.List;

/// OPT's layers between embeddings and hidden states: `x = project_in(embeds) + positions`, the layers, a last
/// normalisation (models that normalise before), `project_out`.
///
/// | tensor | shape |
/// |---|---|
/// | embeds, result | `[batch, seq, embedding]` |
/// | positions, x | `[batch, seq, hidden]` |
///
/// The position of a word is the number of words before it in its row, padding not counted; the table's first two
/// rows belong to no word: a word at position 0 has row 2, padding has row 1. There is no factor √hidden and no
/// normalisation of embeddings.
///
/// **Source:** transformers `OPTDecoder`, `OPTLearnedPositionalEmbedding`; Zhang et al., arXiv 2205.01068.
public final class OptDecoder extends Module {
    private static final int OFFSET = 2;

    private final OptConfig config;
    private final Embedding words;
    private final Embedding positions;
    private final Linear projectOut;
    private final Linear projectIn;
    private final LayerNorm finalNorm;
    private final List<OptLayer> layers = new ArrayList<>();

    public OptDecoder(OptConfig config) {
        this.config = config;
        int hidden = config.hiddenSize();
        int embedding = config.embeddingSize();
        words = child("embed_tokens", new Embedding(config.vocabSize(), embedding, (int) config.padTokenId()));
        positions = child("embed_positions", new Embedding(config.maxPositions() + OFFSET, hidden, -1));
        projectOut = embedding == hidden ? null : child("project_out", new Linear(hidden, embedding, false));
        projectIn = embedding == hidden ? null : child("project_in", new Linear(embedding, hidden, false));
        finalNorm = config.finalNorm() ? child("final_layer_norm", new LayerNorm(hidden, 1e-5)) : null;
        for (int i = 0; i < config.layers(); i++) {
            layers.add(child("layers." + i, new OptLayer(config)));
        }
    }

    /// Hidden states of whole rows, as the head needs them.
    /// @param mask 1 for a word, 0 for padding, or null
    public Tensor forward(Tensor embeds, long[][] mask, Pass pass, Recorder recorder) {
        Tensor places = positions.forward(Ids.tensor(embeds.backend(), rowsOf(embeds, mask)));
        recorder.record("positions", places);
        Tensor x = in(embeds).add(places);
        AttentionMask attention = AttentionMask.of(mask, embeds.backend());
        for (int i = 0; i < layers.size(); i++) {
            x = layers.get(i).forward(x, attention, pass);
            recorder.record("layer" + i, x);
        }
        return out(x);
    }

    /// As [#forward] for rows that start at their first word; keys and values begin the caches.
    Tensor begin(Tensor embeds, int[] lengths, KeyValues[] caches, int room) {
        Tensor x = in(embeds).add(positions.forward(Ids.tensor(embeds.backend(), rowsOf(embeds, null))));
        for (int i = 0; i < layers.size(); i++) {
            OptLayer layer = layers.get(i);
            KeyValues cache = caches[i];
            Tensor before = x;
            x = NoGrad.keepingOnlyResult(() -> layer.begin(before, lengths, cache, room));
        }
        return out(x);
    }

    /// Hidden states of one place more, `[batch, 1, embedding]`, behind `lengths[row]` others.
    Tensor next(Tensor embeds, int[] lengths, KeyValues[] caches) {
        long[][] rows = new long[lengths.length][1];
        for (int row = 0; row < rows.length; row++) {
            rows[row][0] = lengths[row] + OFFSET;
        }
        Tensor x = in(embeds).add(positions.forward(Ids.tensor(embeds.backend(), rows)));
        for (int i = 0; i < layers.size(); i++) {
            x = layers.get(i).next(x, caches[i]);
        }
        return out(x);
    }

    private Tensor in(Tensor embeds) {
        return projectIn == null ? embeds : projectIn.forward(embeds);
    }

    private Tensor out(Tensor x) {
        Tensor normal = finalNorm == null ? x : finalNorm.forward(x);
        return projectOut == null ? normal : projectOut.forward(normal);
    }

    /// Rows of the position table for each place.
    private long[][] rowsOf(Tensor embeds, long[][] mask) {
        long[][] rows = new long[embeds.dim(0)][embeds.dim(1)];
        for (int row = 0; row < rows.length; row++) {
            int count = 0;
            for (int i = 0; i < rows[row].length; i++) {
                boolean word = mask == null || mask[row][i] != 0;
                rows[row][i] = word ? count + OFFSET : OFFSET - 1;
                count += word ? 1 : 0;
            }
            checkLength(count);
        }
        return rows;
    }

    /// @throws InputException if rows of this length have no positions
    void checkLength(int length) {
        if (length > config.maxPositions()) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "OPT-LENGTH",
                    "input of the language model",
                    "a row of " + length + " words with image tokens and answer",
                    "at most " + config.maxPositions() + " (max_position_embeddings)",
                    "Shorten the prompt or ask for fewer new words");
        }
    }

    /// Embeddings of words, `[batch, seq]` ids to `[batch, seq, embedding]`.
    public Embedding words() {
        return words;
    }

    public List<OptLayer> layers() {
        return List.copyOf(layers);
    }
}
