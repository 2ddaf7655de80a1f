package io.blip2j.blip2.language;

import io.blip2j.core.op.index.IndexSelect;
import io.blip2j.core.op.loss.CrossEntropy;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Module;
import io.blip2j.nn.Pass;

/// A language model as BLIP-2 uses it: it reads embeddings, since projected queries stand among the words, and gives
/// `p(next word)`.
///
/// Three uses: [#forward] for logits and loss of whole rows, [#loss] for training, [#begin] for generation.
public abstract class LanguageModel extends Module {
    /// Sizes and special ids.
    public abstract LanguageConfig config();

    /// Embeddings of words: `[batch, seq]` ids to `[batch, seq, embedding]`.
    public abstract Tensor embed(Tensor ids);

    /// Logits of every place, and the loss if there are labels.
    /// @param recorder gets the layers' results, in the layout of the input
    public abstract LanguageOutput forward(LanguageInput input, Pass pass, Recorder recorder);

    /// The loss of [#forward], without computing logits that no label asks for.
    public abstract Tensor loss(LanguageInput input, Pass pass);

    /// Reads prompts, once, and stands ready to continue them. Padding is dropped row by row, so that each row
    /// gets the numbers that it gets alone.
    ///
    /// @param embeds `[batch, seq, embedding]`
    /// @param mask 1 for a word, 0 for padding, `[batch][seq]`; null: no padding
    /// @param newIds how many ids will be generated at most
    public abstract DecodingSession begin(Tensor embeds, long[][] mask, int newIds);

    /// Logits of hidden rows: `[..., hidden]` to `[..., vocab]`.
    protected abstract Tensor head(Tensor hidden);

    /// Mean of `-log p(target)` over the targets that are not -100.
    /// @param logits `[batch, seq, vocab]`
    protected static Tensor loss(Tensor logits, long[][] targets) {
        Tensor flat = logits.reshape(-1, logits.dim(2)); // [batch · seq, vocab]
        return CrossEntropy.mean(flat, Ids.tensor(flat.backend(), targets).reshape(-1));
    }

    /// The same from hidden states `[batch, seq, hidden]`: only rows with a target reach the head.
    protected final Tensor lossOf(Tensor hidden, long[][] targets) {
        int seq = hidden.dim(1);
        long[] places = new long[hidden.dim(0) * seq];
        long[] ids = new long[places.length];
        int count = 0;
        for (int row = 0; row < targets.length; row++) {
            for (int i = 0; i < seq; i++) {
                if (targets[row][i] != LanguageInput.IGNORE) {
                    places[count] = (long) row * seq + i;
                    ids[count++] = targets[row][i];
                }
            }
        }
        Tensor index = Tensor.of(hidden.backend(), java.util.Arrays.copyOf(places, count), count);
        Tensor rows = IndexSelect.of(hidden.reshape(-1, hidden.dim(2)), 0, index); // [targets, hidden]
        return CrossEntropy.mean(head(rows), Tensor.of(hidden.backend(), java.util.Arrays.copyOf(ids, count), count));
    }
}
