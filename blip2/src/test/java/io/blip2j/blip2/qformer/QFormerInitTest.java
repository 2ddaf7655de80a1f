package io.blip2j.blip2.qformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.blip2.bert.BertConfig;
import io.blip2j.blip2.bert.BertLmHeadModel;
import io.blip2j.blip2.model.RetrievalConfig;
import io.blip2j.blip2.stage1.Stage1Model;
import io.blip2j.blip2.vit.VisionConfig;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Activation;
import io.blip2j.nn.init.Initialization;
import io.blip2j.nn.init.Initializer;
import io.blip2j.nn.state.KeyMap;
import io.blip2j.nn.state.StateDict;
import io.blip2j.nn.state.TensorSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A Q-Former that begins from a BERT: what it takes over, copies and draws.
class QFormerInitTest {
    private static final int VOCAB = 20;
    private final Backend backend = Backends.available().getFirst();

    private Map<String, Tensor> bert(int layers) {
        BertLmHeadModel model = new BertLmHeadModel(
                new BertConfig(VOCAB, 12, layers, 2, 18, Activation.GELU, 0, 0, 16, 2, 1e-12, 0, false, false));
        new Initialization().rule(".*", new Initializer.Normal(0.3)).apply(model, backend, 1);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        StateDict.save(model, KeyMap.SAME)
                .forEach((name, value) -> tensors.put(name.replace("LayerNorm.weight", "LayerNorm.gamma"), value));
        return tensors;
    }

    private Stage1Model qformer() {
        VisionConfig vision =
                new VisionConfig(VisionConfig.BLIP2, 8, 20, 1, 2, 8, 4, 3, Activation.GELU, 1e-6, 0, true);
        QFormerConfig config =
                new QFormerConfig(VOCAB + 1, 12, 3, 2, 18, Activation.GELU, 0, 0, 16, 0.02, 1e-12, 0, 2, 8, true);
        return new Stage1Model(new RetrievalConfig(vision, config, 4, 6, -1), VOCAB);
    }

    @Test
    void takesWordsSelfAttentionAndFeedForwardsOver() {
        Stage1Model model = qformer();
        Map<String, Tensor> bert = bert(3);
        QFormerInit.apply(model, TensorSource.of("bert", bert), backend, 4);
        Map<String, float[]> values = new LinkedHashMap<>();
        model.parameters().stream()
                .filter(parameter -> parameter.isSet())
                .forEach(parameter ->
                        values.put(parameter.path(), parameter.values().toFloats()));
        String layer = "bert.encoder.layer.2.";
        same(
                bert,
                layer + "attention.self.key.weight",
                values,
                "qformer.encoder.layer.2.attention.attention.key.weight");
        same(bert, layer + "intermediate.dense.weight", values, "qformer.encoder.layer.2.intermediate.dense.weight");
        same(bert, layer + "intermediate.dense.bias", values, "qformer.encoder.layer.2.intermediate_query.dense.bias");
        same(bert, layer + "output.LayerNorm.gamma", values, "qformer.encoder.layer.2.output_query.LayerNorm.weight");
        same(bert, "bert.embeddings.LayerNorm.gamma", values, "qformer.layernorm.weight");
        same(bert, "cls.predictions.transform.dense.bias", values, "cls.predictions.transform.dense.bias");
        float[] words = values.get("embeddings.word_embeddings.weight");
        assertArrayEquals(
                bert.get("bert.embeddings.word_embeddings.weight").toFloats(), Arrays.copyOf(words, VOCAB * 12));
        assertTrue(Math.abs(words[VOCAB * 12]) > 0, "the row of [DEC] is drawn");
        assertEquals(0.07f, values.get("temp")[0]);
        assertEquals(0f, values.get("qformer.encoder.layer.2.crossattention.attention.key.bias")[0]);
    }

    private static void same(Map<String, Tensor> bert, String from, Map<String, float[]> values, String to) {
        assertArrayEquals(bert.get(from).toFloats(), values.get(to), to);
    }

    @Test
    void aBertWithFewerLayersIsRefusedByName() {
        TensorSource bert = TensorSource.of("bert", bert(2));
        InputException problem =
                assertThrows(InputException.class, () -> QFormerInit.apply(qformer(), bert, backend, 4));
        assertTrue(problem.getMessage().contains("encoder.layer.2."), problem.getMessage());
    }
}
