package io.blip2j.blip2.text;

import static io.blip2j.blip2.text.GoldenTokenizers.ints;
import static io.blip2j.blip2.text.GoldenTokenizers.rows;
import static io.blip2j.blip2.text.GoldenTokenizers.texts;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.blip2.text.GoldenTokenizers.Form;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Our tokenizers against what the published libraries gave, in every form of every folder.
class TokenizerGoldenTest {
    static Stream<Form> forms() {
        return GoldenTokenizers.forms();
    }

    static Stream<Path> sentencePieces() {
        return GoldenTokenizers.folders().map(f -> f.resolve("spiece.model")).filter(Files::exists);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void encodesAndDecodesTexts(Form form) {
        form.list("texts").forEach(row -> {
            String id = row.path("id").stringValue();
            String text = row.path("text").stringValue();
            Encoding full = form.tokenizer().encode(text, true);
            assertArrayEquals(ints(row.path("ids")), full.ids(), id);
            assertArrayEquals(rows(row.path("offsets")), pairs(full), id);
            assertArrayEquals(
                    ints(row.path("bare_ids")),
                    form.tokenizer().encode(text, false).ids(),
                    id);
            assertDecodes(form.tokenizer(), row, id);
        });
    }

    @ParameterizedTest
    @MethodSource("forms")
    void decodesRandomIds(Form form) {
        form.list("decodes").forEach(row -> {
            String id = row.path("id").stringValue();
            List<String> tokens = Arrays.stream(ints(row.path("ids")))
                    .mapToObj(form.tokenizer()::token)
                    .toList();
            assertEquals(texts(row.path("tokens")), tokens, id);
            assertDecodes(form.tokenizer(), row, id);
        });
    }

    @ParameterizedTest
    @MethodSource("forms")
    void padsAndCutsBatches(Form form) {
        form.list("batches").forEach(row -> {
            String id = row.path("id").stringValue();
            List<String> pairs = row.has("pair_texts") ? texts(row.path("pair_texts")) : null;
            BatchEncoding batch = form.tokenizer().encode(texts(row.path("texts")), pairs, options(row.path("kwargs")));
            assertBatch(row, batch, id);
            if (pairs != null) {
                assertArrayEquals(rows(row.path("type_ids")), batch.typeIds(), id);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("forms")
    void putsImageTokensBeforeEverything(Form form) {
        Blip2Texts texts = Blip2Texts.of(
                form.tokenizer(), form.cases().path("num_query_tokens").intValue());
        form.list("processor").forEach(row -> {
            boolean images = row.path("images").intValue() > 0;
            assertBatch(
                    row,
                    texts.encode(texts(row.path("texts")), images, options(row.path("kwargs"))),
                    row.path("id").stringValue());
        });
    }

    @ParameterizedTest
    @MethodSource("forms")
    void knowsItsSizeAndSpecialIds(Form form) {
        assertEquals(form.cases().path("length").intValue(), form.tokenizer().size());
        Map<String, Integer> ids = form.tokenizer().special().ids();
        form.cases()
                .path("special_ids")
                .properties()
                .forEach(e -> assertEquals(e.getValue().intValue(), ids.get(e.getKey()), e.getKey()));
    }

    @ParameterizedTest
    @MethodSource("sentencePieces")
    void bareSentencePieceAgrees(Path model) {
        SentencePiece sentencePiece = SentencePiece.load(model);
        JsonNode cases = GoldenTokenizers.json(model.resolveSibling("cases.json"));
        assertTrue(cases.path("texts").size() > 0);
        for (JsonNode row : cases.path("texts")) {
            String id = row.path("id").stringValue();
            int[] ids = sentencePiece.encode(row.path("text").stringValue());
            assertArrayEquals(ints(row.path("spm_ids")), ids, id);
            assertEquals(row.path("spm_decoded").stringValue(), sentencePiece.decode(ids), id);
        }
    }

    private static void assertBatch(JsonNode row, BatchEncoding batch, String id) {
        boolean single = !row.path("ids").isEmpty() && !row.path("ids").get(0).isArray();
        assertArrayEquals(single ? new int[][] {ints(row.path("ids"))} : rows(row.path("ids")), batch.ids(), id);
        assertArrayEquals(single ? new int[][] {ints(row.path("mask"))} : rows(row.path("mask")), batch.mask(), id);
    }

    private static void assertDecodes(Tokenizer tokenizer, JsonNode row, String id) {
        int[] ids = ints(row.path("ids"));
        JsonNode decoded = row.path("decoded");
        assertEquals(decoded.path("all").stringValue(), tokenizer.decode(ids, false, false), id);
        assertEquals(decoded.path("skipped").stringValue(), tokenizer.decode(ids, true, false), id);
        assertEquals(decoded.path("skipped_cleaned").stringValue(), tokenizer.decode(ids, true, true), id);
    }

    private static int[][] pairs(Encoding encoding) {
        int[][] pairs = new int[encoding.length()][];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = new int[] {encoding.offsetFrom()[i], encoding.offsetTo()[i]};
        }
        return pairs;
    }

    private static BatchOptions options(JsonNode kwargs) {
        JsonNode padding = kwargs.path("padding");
        BatchOptions.Padding how = padding.isString() && padding.stringValue().equals("max_length")
                ? BatchOptions.Padding.MAX_LENGTH
                : padding.isString() || padding.isBoolean() && padding.booleanValue()
                        ? BatchOptions.Padding.LONGEST
                        : BatchOptions.Padding.NONE;
        int length = kwargs.path("max_length").intValue(0);
        BatchOptions options = BatchOptions.ragged()
                .withPadding(how, side(kwargs.path("padding_side")))
                .withMaxLength(length)
                .withMultipleOf(kwargs.path("pad_to_multiple_of").intValue(1))
                .withSpecialTokens(kwargs.path("add_special_tokens").booleanValue(true));
        return kwargs.path("truncation").booleanValue(false)
                ? options.withTruncation(length, side(kwargs.path("truncation_side")))
                : options;
    }

    private static BatchOptions.Side side(JsonNode side) {
        return side.stringValue("right").equals("left") ? BatchOptions.Side.LEFT : BatchOptions.Side.RIGHT;
    }
}
