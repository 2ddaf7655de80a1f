package io.blip2j.blip2.opt;

import io.blip2j.blip2.language.DecodingSession;
import io.blip2j.blip2.language.UnpaddedRows;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.memory.Step;
import io.blip2j.core.op.index.IndexSelect;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.attention.KeyValues;

/// Rows that OPT is continuing: keys and values of each layer, and the logits of the next word.
final class OptSession implements DecodingSession {
    private final OptForCausalLm model;
    private final KeyValues[] caches;
    private Tensor logits;

    private OptSession(OptForCausalLm model, KeyValues[] caches, Tensor logits) {
        this.model = model;
        this.caches = caches;
        this.logits = logits;
    }

    static OptSession begin(OptForCausalLm model, Tensor embeds, long[][] mask, int newIds) {
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            UnpaddedRows rows = UnpaddedRows.packed(embeds, mask);
            int longest = rows.embeds().dim(1);
            model.decoder().checkLength(longest + newIds);
            KeyValues[] caches = new KeyValues[model.config().layers()];
            java.util.Arrays.setAll(caches, _ -> new KeyValues());
            Tensor hidden = model.decoder().begin(rows.embeds(), rows.lengths(), caches, longest + newIds);
            long[] last = new long[rows.lengths().length];
            for (int row = 0; row < last.length; row++) {
                last[row] = (long) row * longest + rows.lengths()[row] - 1;
            }
            Tensor index = Tensor.of(embeds.backend(), last, last.length);
            Tensor ends = IndexSelect.of(hidden.reshape(-1, hidden.dim(2)), 0, index); // [rows, embedding]
            return new OptSession(model, caches, model.head(ends).keep());
        }
    }

    @Override
    public int rows() {
        return logits.dim(0);
    }

    @Override
    public Tensor logits() {
        return logits;
    }

    @Override
    public void advance(long[] ids) {
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            Tensor embeds = model.embed(Tensor.of(logits.backend(), ids, ids.length, 1));
            int[] lengths = caches[0].lengths().clone();
            Tensor hidden = model.decoder().next(embeds, lengths, caches); // [rows, 1, embedding]
            logits = model.head(hidden.reshape(ids.length, hidden.dim(2))).keep();
        }
    }

    @Override
    public OptSession select(int[] rows) {
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            KeyValues[] moved = new KeyValues[caches.length];
            for (int i = 0; i < moved.length; i++) {
                moved[i] = caches[i].select(rows);
            }
            long[] ids = java.util.Arrays.stream(rows).asLongStream().toArray();
            Tensor index = Tensor.of(logits.backend(), ids, ids.length);
            return new OptSession(model, moved, IndexSelect.of(logits, 0, index).keep());
        }
    }
}
