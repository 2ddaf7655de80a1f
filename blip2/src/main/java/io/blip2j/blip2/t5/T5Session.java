package io.blip2j.blip2.t5;

import io.blip2j.blip2.language.DecodingSession;
import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.language.RowPlaces;
import io.blip2j.blip2.language.UnpaddedRows;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.memory.Step;
import io.blip2j.core.op.index.IndexSelect;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.nn.attention.KeyValues;
import java.util.Arrays;

/// Rows that T5 is continuing: the prompts' keys and values in each block, those of the decoder's own places, and
/// the logits of the next word.
final class T5Session implements DecodingSession {
    private final T5ForConditionalGeneration model;
    private final Source source;
    private final RelativeBias bias;
    private final KeyValues[] caches;
    private final RowPlaces places;
    private Tensor logits;
    private boolean ended;

    /// The encoder's side, in the order of the caches' places.
    ///
    /// @param rows which prompt each place continues
    /// @param words 1 for a word of the prompt, 0 for padding, or null
    /// @param encoded keys and values of each block
    private record Source(int[] rows, long[][] words, KeyValues[] encoded, AttentionMask mask) {}

    private T5Session(
            T5ForConditionalGeneration model,
            Source source,
            RelativeBias bias,
            KeyValues[] caches,
            RowPlaces places,
            Tensor logits) {
        this.model = model;
        this.source = source;
        this.bias = bias;
        this.caches = caches;
        this.places = places;
        this.logits = logits;
    }

    static T5Session begin(T5ForConditionalGeneration model, Tensor embeds, long[][] mask, int newIds) {
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            int room = newIds + 1;
            UnpaddedRows prompts = UnpaddedRows.trimmed(embeds, mask);
            AttentionMask seen = AttentionMask.of(prompts.mask(), embeds.backend());
            Tensor encoded = model.encoder().forward(prompts.embeds(), seen, Pass.EVALUATION, Recorder.NONE);
            KeyValues[] kept = model.decoder().encoded(encoded);
            for (KeyValues each : kept) {
                each.keys().keep();
                each.values().keep();
            }
            int[] rows = new int[embeds.dim(0)];
            Arrays.setAll(rows, row -> row);
            RelativeBias bias = model.decoder().bias(room, embeds.backend());
            bias.table().keep();
            KeyValues[] caches = new KeyValues[kept.length];
            Arrays.setAll(caches, _ -> new KeyValues());
            long[] start = new long[rows.length];
            Arrays.fill(start, model.config().startTokenId());
            Tensor first = model.embed(Tensor.of(embeds.backend(), start, start.length, 1)); // [rows, 1, hidden]
            Tensor hidden = model.decoder().begin(first, bias, kept, seen, caches, room);
            Source source = new Source(rows, prompts.mask(), kept, seen);
            Tensor logits = logits(model, hidden.reshape(hidden.dim(0), hidden.dim(2)));
            return new T5Session(model, source, bias, caches, RowPlaces.straight(rows.length), logits);
        }
    }

    private static Tensor logits(T5ForConditionalGeneration model, Tensor hidden) {
        return model.head(hidden).keep();
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
            Tensor hidden = model.decoder().next(embeds, bias, source.encoded(), source.mask(), caches);
            Tensor flat = hidden.reshape(ids.length, hidden.dim(2)); // [places, hidden]
            logits = logits(model, places.isStraight() ? flat : rows(flat, places.of()));
        }
    }

    @Override
    public T5Session select(int[] rows) {
        requireOpen();
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            int[] from = places.of(rows);
            RowPlaces straight = RowPlaces.straight(rows.length);
            Tensor selected = rows(logits, rows).keep();
            return new T5Session(model, select(source, from), bias, select(caches, from), straight, selected);
        }
    }

    /// Beams that change places stay with their prompt: the encoder's side is not touched.
    @Override
    public T5Session reorder(int[] rows) {
        requireOpen();
        RowPlaces.Moved moved = places.move(rows, source.rows());
        if (moved == null) {
            return select(rows);
        }
        ended = true;
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            for (RowPlaces.Copy copy : moved.copies()) {
                for (KeyValues cache : caches) {
                    cache.copyRow(copy.from(), copy.to());
                }
            }
            return new T5Session(
                    model,
                    source,
                    bias,
                    caches,
                    moved.places(),
                    rows(logits, rows).keep());
        }
    }

    private static Tensor rows(Tensor table, int[] rows) {
        long[] ids = Arrays.stream(rows).asLongStream().toArray();
        return IndexSelect.of(table, 0, Tensor.of(table.backend(), ids, ids.length));
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("this session went on as another one, which reorder() gave");
        }
    }

    /// Beams that change places stay with their prompt: then the encoder's side, the larger one, is not copied.
    private Source select(Source from, int[] rows) {
        int[] prompts = new int[rows.length];
        Arrays.setAll(prompts, row -> from.rows()[rows[row]]);
        if (Arrays.equals(prompts, from.rows())) {
            return from;
        }
        long[][] words = null;
        if (from.words() != null) {
            words = new long[rows.length][];
            for (int row = 0; row < rows.length; row++) {
                words[row] = from.words()[rows[row]];
            }
        }
        AttentionMask mask = AttentionMask.of(words, logits.backend());
        return new Source(prompts, words, select(from.encoded(), rows), mask);
    }

    private static KeyValues[] select(KeyValues[] from, int[] rows) {
        KeyValues[] selected = new KeyValues[from.length];
        Arrays.setAll(selected, i -> from[i].select(rows));
        return selected;
    }
}
