package io.blip2j.blip2.qformer;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.blip2j.blip2.language.Ids;
import io.blip2j.blip2.testing.GoldenModels;
import io.blip2j.blip2.testing.GoldenRun;
import io.blip2j.core.op.shape.Concat;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The Q-Former's passes against transformers' `Blip2QFormerModel`: queries, words, and both.
class QFormerGoldenTest {
    @TestFactory
    Stream<DynamicTest> equalsTransformers() {
        return GoldenModels.runs(Set.of("blip_2_qformer"), Set.of("forward"), "config.json", "config.hub-style.json")
                .stream()
                .map(run -> dynamicTest(run.toString(), () -> check(run)));
    }

    private static void check(GoldenModels.Run run) {
        GoldenRun golden = new GoldenRun(run);
        QFormer model = golden.load(new QFormer(QFormerConfig.of(run.config())));
        Tensor rows = run.input("query_embeds");
        int queries = (int) run.input("query_length").toLongs()[0];
        AttentionMask mask = mask(run, "attention_mask");
        Tensor seen = run.input("encoder_hidden_states");
        ImageKeys image = seen == null
                ? ImageKeys.none(model.config().layers())
                : model.imageKeys(seen, mask(run, "encoder_attention_mask"));
        Tensor last;
        if (queries == 0) {
            last = model.text(rows, mask, rows.dim(1), Pass.EVALUATION, golden.recorder());
        } else if (queries == rows.dim(1)) {
            last = model.image(rows, rows.dim(0), image, Pass.EVALUATION, golden.recorder())
                    .queries();
        } else {
            QFormer.Both both = model.joint(
                    rows.slice(1, 0, queries),
                    rows.slice(1, queries, rows.dim(1)),
                    mask,
                    image,
                    Pass.EVALUATION,
                    true,
                    golden.recorder());
            last = Concat.of(1, both.queries(), both.words());
        }
        golden.put("last", last);
        golden.gradients(model, golden.outputs(last));
    }

    private static AttentionMask mask(GoldenModels.Run run, String name) {
        Tensor mask = run.input(name);
        return mask == null ? AttentionMask.none() : AttentionMask.of(Ids.rows(mask), run.backend());
    }
}
