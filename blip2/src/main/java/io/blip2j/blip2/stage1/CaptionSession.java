package io.blip2j.blip2.stage1;

import io.blip2j.blip2.language.DecodingSession;
import io.blip2j.blip2.qformer.ImageKeys;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.memory.Step;
import io.blip2j.core.op.index.IndexSelect;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.nn.attention.KeyValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Captions that the Q-Former itself is writing, word by word, from `[DEC]` on: it sees the image by its queries'
/// keys and values, kept from the image pass.
///
/// **Source:** LAVIS `Blip2Qformer.generate`.
public final class CaptionSession implements DecodingSession {
    private final Stage1Model model;
    private final List<KeyValues> caches;
    private final int room;
    private Tensor logits;
    private int written;

    private CaptionSession(Stage1Model model, List<KeyValues> caches, int written, Tensor logits, int room) {
        this.model = model;
        this.caches = caches;
        this.written = written;
        this.logits = logits;
        this.room = room;
    }

    static CaptionSession begin(Stage1Model model, Tensor imageEmbeds, int newIds) {
        int longest = model.config().qformer().maxPositions();
        if (newIds > longest) {
            throw new ShapeException(
                    "captions", newIds + " ids are wanted, the Q-Former has " + longest + " positions");
        }
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            int images = imageEmbeds.dim(0);
            ImageKeys seen = model.qformer().imageKeys(imageEmbeds, AttentionMask.none());
            List<KeyValues> caches = new ArrayList<>();
            int[] lengths = new int[images];
            Arrays.fill(lengths, model.config().queries());
            for (KeyValues kept : model.imagePass(seen, images, Pass.EVALUATION).keys()) {
                KeyValues cache = new KeyValues();
                cache.start(kept.keys(), kept.values(), lengths, lengths[0] + newIds);
                caches.add(cache);
            }
            CaptionSession session = new CaptionSession(model, caches, 0, null, newIds);
            long[] start = new long[images];
            Arrays.fill(start, model.startId());
            session.advance(start);
            return session;
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
        if (written == room) {
            throw new ShapeException("captions", "room for " + room + " ids is used up. Begin with more");
        }
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            Tensor word = model.embeddings().forward(Tensor.of(model.backend(), ids, ids.length, 1), written);
            Tensor hidden = model.qformer().nextWord(word, caches); // [rows, 1, hidden]
            logits = model.logits(hidden.select(1, 0)).keep();
            written++;
        }
    }

    @Override
    public CaptionSession select(int[] rows) {
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            List<KeyValues> moved = new ArrayList<>();
            for (KeyValues cache : caches) {
                moved.add(cache.select(rows));
            }
            Tensor index = Tensor.of(
                    logits.backend(), Arrays.stream(rows).asLongStream().toArray(), rows.length);
            return new CaptionSession(
                    model, moved, written, IndexSelect.of(logits, 0, index).keep(), room);
        }
    }
}
