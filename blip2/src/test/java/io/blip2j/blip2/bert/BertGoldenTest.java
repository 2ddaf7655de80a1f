package io.blip2j.blip2.bert;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.blip2j.blip2.language.Ids;
import io.blip2j.blip2.testing.GoldenModels;
import io.blip2j.blip2.testing.GoldenRun;
import io.blip2j.core.op.loss.CrossEntropy;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// BERT against transformers, as an encoder and as a language model with cross-attention.
class BertGoldenTest {
    @TestFactory
    Stream<DynamicTest> equalsTransformers() {
        return GoldenModels.runs(Set.of("bert"), Set.of("forward"), "config.json", "config.hub-style.json").stream()
                .map(run -> dynamicTest(run.toString(), () -> check(run)));
    }

    private static void check(GoldenModels.Run run) {
        GoldenRun golden = new GoldenRun(run);
        BertConfig config = BertConfig.of(run.config());
        if (config.decoder()) {
            languageModel(run, golden, config);
        } else {
            encoder(run, golden, config);
        }
    }

    private static void encoder(GoldenModels.Run run, GoldenRun golden, BertConfig config) {
        BertModel model = golden.load(new BertModel(config, true));
        Tensor last = model.forward(
                run.input("input_ids"),
                run.input("token_type_ids"),
                mask(run, "attention_mask"),
                BertModel.Context.NONE,
                Pass.EVALUATION,
                golden.recorder());
        golden.put("last", last);
        golden.put("pooled", model.pooled(last));
        golden.gradients(model, golden.outputs(golden.get("pooled")));
    }

    private static void languageModel(GoldenModels.Run run, GoldenRun golden, BertConfig config) {
        BertLmHeadModel model = golden.load(new BertLmHeadModel(config));
        BertModel.Context context =
                new BertModel.Context(run.input("encoder_hidden_states"), mask(run, "encoder_attention_mask"));
        Tensor logits = model.forward(
                run.input("input_ids"), mask(run, "attention_mask"), context, Pass.EVALUATION, golden.recorder());
        golden.put("logits", logits);
        Tensor labels = run.input("labels");
        int next = labels.dim(1) - 1;
        Tensor predictions = logits.slice(1, 0, next).reshape(-1, logits.dim(2));
        golden.put(
                "loss",
                CrossEntropy.mean(predictions, labels.slice(1, 1, next + 1).reshape(-1)));
        golden.gradients(model, golden.outputs(null));
    }

    private static AttentionMask mask(GoldenModels.Run run, String name) {
        Tensor mask = run.input(name);
        return mask == null ? AttentionMask.none() : AttentionMask.of(Ids.rows(mask), run.backend());
    }
}
