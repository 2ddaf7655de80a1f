package io.blip2j.blip2.lavis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// LAVIS's names and Hugging Face's; position tables for other sizes.
final class LavisNamesTest {
    @ParameterizedTest
    @CsvSource({
        "query_tokens, query_tokens",
        "temp, temp",
        "itm_head.bias, itm_head.bias",
        "ln_vision.weight, vision_model.post_layernorm.weight",
        "vision_proj.weight, vision_projection.weight",
        "text_proj.bias, text_projection.bias",
        "opt_proj.weight, language_projection.weight",
        "Qformer.bert.embeddings.LayerNorm.weight, qformer.layernorm.weight",
        "Qformer.bert.embeddings.word_embeddings.weight, embeddings.word_embeddings.weight",
        "Qformer.bert.embeddings.position_embeddings.weight, embeddings.position_embeddings.weight",
        "Qformer.bert.encoder.layer.3.attention.self.query.weight, qformer.encoder.layer.3.attention.attention.query.weight",
        "Qformer.bert.encoder.layer.3.attention.output.dense.bias, qformer.encoder.layer.3.attention.output.dense.bias",
        "Qformer.bert.encoder.layer.2.crossattention.self.key.bias, qformer.encoder.layer.2.crossattention.attention.key.bias",
        "Qformer.bert.encoder.layer.2.crossattention.output.LayerNorm.bias, qformer.encoder.layer.2.crossattention.output.LayerNorm.bias",
        "Qformer.bert.encoder.layer.0.intermediate_query.dense.weight, qformer.encoder.layer.0.intermediate_query.dense.weight",
        "Qformer.cls.predictions.transform.LayerNorm.bias, cls.predictions.transform.LayerNorm.bias",
        "Qformer.cls.predictions.bias, cls.predictions.bias"
    })
    void namesGoBothWays(String lavis, String theirs) {
        assertEquals(theirs, LavisNames.toHuggingFace(lavis));
        assertEquals(lavis, LavisNames.toLavis(theirs, "opt_proj."));
    }

    @Test
    void buffersAliasesAndTowersHaveNoCounterpart() {
        assertEquals("language_projection.bias", LavisNames.toHuggingFace("t5_proj.bias"));
        assertEquals("t5_proj.bias", LavisNames.toLavis("language_projection.bias", "t5_proj."));
        assertNull(LavisNames.toHuggingFace("Qformer.bert.embeddings.position_ids"));
        assertNull(LavisNames.toHuggingFace("Qformer.cls.predictions.decoder.weight"));
        assertNull(LavisNames.toHuggingFace("opt_model.lm_head.weight"));
        assertNull(LavisNames.toHuggingFace("visual_encoder.cls_token"));
        assertNull(LavisNames.toLavis("language_model.shared.weight", "t5_proj."));
        assertNull(LavisNames.toLavis("vision_model.embeddings.class_embedding", ""));
    }

    /// Expectations from `torch.nn.functional.interpolate(mode="bicubic")`.
    @Test
    void positionsAreStretchedAsPyTorchDoes() {
        float[] table = {7, 0, 3, 1, 4, 1, 5, 9, 2, 6};
        assertArrayEquals(
                new float[] {
                    7,
                    -0.533353f,
                    2.17435f,
                    2.644565f,
                    0.538424f,
                    2.037876f,
                    1.552501f,
                    2.229353f,
                    3.580649f,
                    6.607317f,
                    2.466756f,
                    2.259201f,
                    6.134228f,
                    9.881936f,
                    4.258245f,
                    2.712598f,
                    6.358887f
                },
                new PositionResize(3, 4, false).stretched(table, 1),
                1e-5f);
        assertArrayEquals(
                new float[] {
                    7, 0.0f, 2.277778f, 2.703703f, 1.0f, 2.185185f, 1.493828f, 2.109053f, 3.62963f, 6.018517f,
                    2.124829f, 2.014401f, 5.759258f, 9.0f, 3.759261f, 2.48148f, 6.0f
                },
                new PositionResize(3, 4, true).stretched(table, 1),
                1e-5f);
        assertArrayEquals(
                new float[] {7, 1.156555f, 2.078857f, 6.431366f, 4.738373f},
                new PositionResize(3, 2, false).stretched(table, 1),
                1e-5f);
        assertArrayEquals(new float[] {7, 0, 1, 9, 6}, new PositionResize(3, 2, true).stretched(table, 1), 0);
    }
}
