package io.blip2j.blip2.opt;

import io.blip2j.blip2.language.DecodingSession;
import io.blip2j.blip2.language.RowPlaces;
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
    private final RowPlaces places;
    private Tensor logits;
    private boolean ended;

    private OptSession(OptForCausalLm model, KeyValues[] caches, RowPlaces places, Tensor logits) {
        this.model = model;
        this.caches = caches;
        this.places = places;
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
            return new OptSession(
                    model,
                    caches,
                    RowPlaces.straight(last.length),
                    model.head(ends).keep());
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
        requireOpen();
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            Tensor embeds = model.embed(Tensor.of(logits.backend(), places.atPlaces(ids), ids.length, 1));
            int[] lengths = caches[0].lengths().clone();
            Tensor hidden = model.decoder().next(embeds, lengths, caches); // [places, 1, embedding]
            Tensor flat = hidden.reshape(ids.length, hidden.dim(2)); // [places, embedding]
            logits = model.head(places.isStraight() ? flat : rows(flat, places.of()))
                    .keep();
        }
    }

    @Override
    public OptSession select(int[] rows) {
        requireOpen();
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            int[] from = places.of(rows);
            KeyValues[] moved = new KeyValues[caches.length];
            for (int i = 0; i < moved.length; i++) {
                moved[i] = caches[i].select(from);
            }
            RowPlaces straight = RowPlaces.straight(rows.length);
            return new OptSession(model, moved, straight, rows(logits, rows).keep());
        }
    }

    @Override
    public OptSession reorder(int[] rows) {
        requireOpen();
        ended = true;
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            RowPlaces.Moved moved = places.move(rows, null);
            for (RowPlaces.Copy copy : moved.copies()) {
                for (KeyValues cache : caches) {
                    cache.copyRow(copy.from(), copy.to());
                }
            }
            return new OptSession(
                    model, caches, moved.places(), rows(logits, rows).keep());
        }
    }

    private static Tensor rows(Tensor table, int[] rows) {
        long[] ids = java.util.Arrays.stream(rows).asLongStream().toArray();
        return IndexSelect.of(table, 0, Tensor.of(table.backend(), ids, ids.length));
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("this session went on as another one, which reorder() gave");
        }
    }
}
