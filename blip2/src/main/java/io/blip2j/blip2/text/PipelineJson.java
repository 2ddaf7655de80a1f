package io.blip2j.blip2.text;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Builds the steps around the model from `tokenizer.json`: those that BLIP-2's tokenizers use, in every form that
/// published files write them.
final class PipelineJson {
    private PipelineJson() {}

    private static String type(JsonFile part) {
        return part.field("type").text("");
    }

    /// The normaliser, or null.
    static Normalizer normalizer(JsonFile part) {
        if (part.isMissing()) {
            return null;
        }
        return switch (type(part)) {
            case "Sequence" -> {
                List<Normalizer> parts = new ArrayList<>();
                part.field("normalizers").items().forEach(item -> parts.add(normalizer(item)));
                yield new Normalizer.Chain(parts);
            }
            case "BertNormalizer" -> {
                boolean lowercase = part.field("lowercase").truth(true);
                yield new BertNormalizer(
                        part.field("clean_text").truth(true),
                        part.field("handle_chinese_chars").truth(true),
                        part.field("strip_accents").truth(lowercase),
                        lowercase);
            }
            case "Precompiled" -> CharacterMap.parse(bytes(part.field("precompiled_charsmap")), part.where());
            case "Lowercase" -> new Normalizer.Lowercase();
            case "Strip" ->
                new Normalizer.Strip(
                        part.field("strip_left").truth(false),
                        part.field("strip_right").truth(false));
            case "Replace" -> throw pattern(part);
            default ->
                throw part.field("type")
                        .wrong("TOK-MODEL", "Sequence, BertNormalizer, Precompiled, Lowercase or Strip");
        };
    }

    private static byte[] bytes(JsonFile base64) {
        try {
            return Base64.getDecoder().decode(base64.text());
        } catch (IllegalArgumentException e) {
            throw base64.wrong("TOK-UNIGRAM", "base64 (" + e.getMessage() + ")");
        }
    }

    private static RuntimeException pattern(JsonFile part) {
        return part.field("pattern").wrong("TOK-REGEX", "no pattern other than GPT-2's in a Split");
    }

    /// The pre-tokenizer, or null.
    static PreTokenizer preTokenizer(JsonFile part) {
        if (part.isMissing()) {
            return null;
        }
        return switch (type(part)) {
            case "Sequence" -> {
                List<PreTokenizer> parts = new ArrayList<>();
                part.field("pretokenizers").items().forEach(item -> parts.add(preTokenizer(item)));
                yield new PreTokenizer.Chain(parts);
            }
            case "ByteLevel" ->
                new ByteLevelSplit(
                        part.field("add_prefix_space").truth(true),
                        part.field("use_regex").truth(true));
            case "BertPreTokenizer" -> new PreTokenizer.BertSplit();
            case "WhitespaceSplit" -> new PreTokenizer.WhitespaceSplit();
            case "Metaspace" ->
                new Metaspace(
                        sign(part.field("replacement")),
                        prepend(part),
                        part.field("split").truth(true));
            case "Split" -> {
                String pattern = part.field("pattern").field("Regex").text("");
                if (!pattern.equals(ByteLevelSplit.PATTERN)
                        || !part.field("behavior").text("").equals("Isolated")
                        || part.field("invert").truth(false)) {
                    throw pattern(part);
                }
                yield new ByteLevelSplit.Words();
            }
            case "FixedLength" -> throw part.field("length").wrong("TOK-RANGE", "no pieces of a fixed length");
            default ->
                throw part.field("type")
                        .wrong(
                                "TOK-MODEL",
                                "Sequence, ByteLevel, BertPreTokenizer, WhitespaceSplit, Metaspace or Split");
        };
    }

    private static int sign(JsonFile replacement) {
        String sign = replacement.text("\u2581");
        if (sign.codePointCount(0, sign.length()) != 1) {
            throw replacement.wrong("TOK-MODEL", "one character");
        }
        return sign.codePointAt(0);
    }

    /// Older files say `add_prefix_space`, newer ones `prepend_scheme`.
    private static Metaspace.Prepend prepend(JsonFile part) {
        boolean older = part.field("add_prefix_space").truth(true);
        return switch (part.field("prepend_scheme").text(older ? "always" : "never")) {
            case "always" -> Metaspace.Prepend.ALWAYS;
            case "first" -> Metaspace.Prepend.FIRST;
            case "never" -> Metaspace.Prepend.NEVER;
            default -> throw part.field("prepend_scheme").wrong("TOK-MODEL", "always, first or never");
        };
    }

    /// What turns tokens into text; null joins them with spaces.
    static Decoder decoder(JsonFile part) {
        if (part.isMissing()) {
            return null;
        }
        return switch (type(part)) {
            case "ByteLevel" -> new Decoder.ByteLevel();
            case "WordPiece" ->
                new Decoder.WordPiece(
                        part.field("prefix").text("##"), part.field("cleanup").truth(true));
            case "Metaspace" ->
                new Decoder.Metaspace(sign(part.field("replacement")), prepend(part) != Metaspace.Prepend.NEVER);
            default -> throw part.field("type").wrong("TOK-MODEL", "ByteLevel, WordPiece or Metaspace");
        };
    }

    /// Where special tokens go.
    static Template template(JsonFile part, Vocabulary vocabulary) {
        if (part.isMissing()) {
            return Template.PLAIN;
        }
        return switch (type(part)) {
            case "TemplateProcessing" ->
                new Template(
                        parts(part.field("single"), part.field("special_tokens"), vocabulary, 1),
                        parts(part.field("pair"), part.field("special_tokens"), vocabulary, 2));
            case "BertProcessing", "RobertaProcessing" -> framed(part, vocabulary);
            case "ByteLevel" ->
                new Template(
                        Template.PLAIN.single(),
                        Template.PLAIN.pair(),
                        part.field("trim_offsets").truth(true),
                        part.field("add_prefix_space").truth(true));
            case "Sequence" -> {
                Template all = Template.PLAIN;
                for (JsonFile item : part.field("processors").items()) {
                    Template next = template(item, vocabulary);
                    boolean trims = type(item).equals("ByteLevel");
                    all = trims
                            ? new Template(all.single(), all.pair(), next.trimSpaces(), next.prefixSpace())
                            : new Template(next.single(), next.pair(), all.trimSpaces(), all.prefixSpace());
                }
                yield all;
            }
            default ->
                throw part.field("type")
                        .wrong(
                                "TOK-MODEL",
                                "TemplateProcessing, BertProcessing, RobertaProcessing, ByteLevel or Sequence");
        };
    }

    private static List<Template.Part> parts(JsonFile list, JsonFile tokens, Vocabulary vocabulary, int texts) {
        List<Template.Part> parts = new ArrayList<>();
        for (JsonFile item : list.items()) {
            JsonFile special = item.field("SpecialToken");
            JsonFile sequence = item.field("Sequence");
            if (!special.isMissing()) {
                List<Integer> ids = new ArrayList<>();
                for (JsonFile id :
                        tokens.field(special.field("id").text()).field("ids").items()) {
                    if (id.id() < 0 || id.id() >= vocabulary.size() || vocabulary.token((int) id.id()) == null) {
                        throw id.wrong("TOK-SPECIAL", "the id of a token");
                    }
                    ids.add((int) id.id());
                }
                if (ids.isEmpty()) {
                    throw special.wrong("TOK-SPECIAL", "a token that special_tokens of the template lists");
                }
                parts.add(new Template.Special(ids, typeId(special)));
            } else if (sequence.field("id").text("").equals("A")) {
                parts.add(new Template.Sequence(0, typeId(sequence)));
            } else if (texts == 2 && sequence.field("id").text("").equals("B")) {
                parts.add(new Template.Sequence(1, typeId(sequence)));
            } else {
                throw item.wrong("TOK-SPECIAL", "a SpecialToken, or a Sequence of id A" + (texts == 2 ? " or B" : ""));
            }
        }
        return parts;
    }

    private static int typeId(JsonFile part) {
        double id = part.field("type_id").number(0);
        if (id != 0 && id != 1) {
            throw part.field("type_id").wrong("TOK-RANGE", "0 or 1");
        }
        return (int) id;
    }

    /// `[CLS] A [SEP] B [SEP]`, or RoBERTa's `<s> A </s></s> B </s>`, all of segment 0 there.
    private static Template framed(JsonFile part, Vocabulary vocabulary) {
        boolean roberta = type(part).equals("RobertaProcessing");
        Template.Part cls = new Template.Special(List.of(role(part.field("cls"), vocabulary)), 0);
        int sep = role(part.field("sep"), vocabulary);
        int second = roberta ? 0 : 1;
        List<Integer> between = roberta ? List.of(sep, sep) : List.of(sep);
        return new Template(
                List.of(cls, new Template.Sequence(0, 0), new Template.Special(List.of(sep), 0)),
                List.of(
                        cls,
                        new Template.Sequence(0, 0),
                        new Template.Special(between, 0),
                        new Template.Sequence(1, second),
                        new Template.Special(List.of(sep), second)),
                roberta && part.field("trim_offsets").truth(true),
                roberta && part.field("add_prefix_space").truth(true));
    }

    private static int role(JsonFile pair, Vocabulary vocabulary) {
        if (pair.items().size() != 2 || vocabulary.id(pair.items().get(0).text()) < 0) {
            throw pair.wrong("TOK-SPECIAL", "a token of the vocabulary and its id");
        }
        return vocabulary.id(pair.items().get(0).text());
    }
}
