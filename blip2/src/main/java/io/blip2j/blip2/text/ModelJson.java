package io.blip2j.blip2.text;

import io.blip2j.core.InputException;
import java.util.Arrays;
import java.util.List;

/// Builds subword models from the `model` part of `tokenizer.json`, and from the same data of older files.
final class ModelJson {
    private static final int LONGEST_WORD = 1_000_000;

    private ModelJson() {}

    /// Reads a model and fills the vocabulary. A file without `type` is told by its fields.
    static SubwordModel read(JsonFile model, Vocabulary vocabulary) {
        String type = model.field("type").text(model.field("merges").isMissing() ? "" : "BPE");
        return switch (type) {
            case "BPE" -> bytePairs(model, vocabulary);
            case "WordPiece" -> wordPiece(model, vocabulary);
            case "Unigram" -> unigram(model, vocabulary);
            default -> throw model.field("type").wrong("TOK-MODEL", "BPE, WordPiece or Unigram");
        };
    }

    /// Adds the tokens of an object `token: id`.
    static void addAll(JsonFile vocab, Vocabulary vocabulary) {
        if (!vocab.node().isObject() || vocab.node().isEmpty()) {
            throw vocab.wrong("TOK-MODEL", "an object of tokens and their ids");
        }
        vocab.fields().forEach((token, id) -> vocabulary.add(token, id.id()));
    }

    private static SubwordModel bytePairs(JsonFile model, Vocabulary vocabulary) {
        for (String affix : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
            if (!model.field(affix).text("").isEmpty()) {
                throw model.field(affix).wrong("TOK-MODEL", "none, as byte-level vocabularies have");
            }
        }
        if (model.field("dropout").number(0) != 0) {
            throw model.field("dropout").wrong("TOK-MODEL", "none: encoding must not be random");
        }
        if (model.field("byte_fallback").truth(false)) {
            throw model.field("byte_fallback").wrong("TOK-MODEL", "false, as byte-level vocabularies have");
        }
        addAll(model.field("vocab"), vocabulary);
        List<JsonFile> merges = model.field("merges").items();
        String[][] pairs = new String[merges.size()][];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = pair(merges.get(i));
        }
        String unknown = model.field("unk_token").text("");
        int unknownId = unknown.isEmpty() ? -1 : vocabulary.id(unknown);
        if (!unknown.isEmpty() && unknownId < 0) {
            throw model.field("unk_token").wrong("TOK-SPECIAL", "a token of the vocabulary");
        }
        return bytePairs(
                model.where(),
                vocabulary,
                pairs,
                unknownId,
                model.field("ignore_merges").truth(false));
    }

    /// The two parts of a merge, written `"a b"` or `["a", "b"]`.
    private static String[] pair(JsonFile merge) {
        String[] parts;
        if (merge.node().isArray()) {
            parts = merge.items().stream().map(JsonFile::text).toArray(String[]::new);
        } else {
            parts = merge.text().split(" ", -1);
        }
        if (parts.length != 2) {
            throw merge.wrong("TOK-MERGE", "two tokens");
        }
        return parts;
    }

    /// Byte-pair model of a vocabulary and its merges by rank.
    static SubwordModel bytePairs(
            String what, Vocabulary vocabulary, String[][] merges, int unknown, boolean wholeWordsFirst) {
        PieceTrie characters = new PieceTrie();
        for (int id = 0; id < vocabulary.size(); id++) {
            String token = vocabulary.token(id);
            if (token != null && !token.isEmpty() && token.codePointCount(0, token.length()) == 1) {
                characters.add(token, id);
            }
        }
        LongTable ranks = new LongTable(merges.length);
        int[] merged = new int[merges.length];
        for (int rank = 0; rank < merges.length; rank++) {
            int left = vocabulary.id(merges[rank][0]);
            int right = vocabulary.id(merges[rank][1]);
            merged[rank] = vocabulary.id(merges[rank][0] + merges[rank][1]);
            if (left < 0 || right < 0 || merged[rank] < 0) {
                throw new InputException(
                        InputException.Kind.BAD,
                        "TOK-MERGE",
                        what + ": merge " + (rank + 1),
                        "'" + merges[rank][0] + "' and '" + merges[rank][1] + "'",
                        "two tokens that, like what they join to, are in the vocabulary",
                        "Take vocabulary and merges from one and the same tokenizer");
            }
            ranks.put(BytePairModel.pair(left, right), rank);
        }
        return new BytePairModel(vocabulary, characters, ranks, merged, unknown, wholeWordsFirst);
    }

    private static SubwordModel wordPiece(JsonFile model, Vocabulary vocabulary) {
        addAll(model.field("vocab"), vocabulary);
        double longest = model.field("max_input_chars_per_word").number(100);
        if (!(longest >= 1 && longest <= LONGEST_WORD)) {
            throw model.field("max_input_chars_per_word").wrong("TOK-RANGE", "1 to " + LONGEST_WORD);
        }
        String prefix = model.field("continuing_subword_prefix").text("##");
        return wordPiece(model.where(), vocabulary, model.field("unk_token").text("[UNK]"), prefix, (int) longest);
    }

    /// WordPiece model of a vocabulary.
    static SubwordModel wordPiece(String what, Vocabulary vocabulary, String unknown, String prefix, int longestWord) {
        if (vocabulary.id(unknown) < 0) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "TOK-SPECIAL",
                    what,
                    "no token '" + unknown + "'",
                    "the unknown token in the vocabulary",
                    "Take the tokenizer files from the model's own folder again");
        }
        PieceTrie pieces = new PieceTrie();
        for (int id = 0; id < vocabulary.size(); id++) {
            String token = vocabulary.token(id);
            if (token != null && !token.isEmpty()) {
                pieces.add(token, id);
            }
        }
        return new WordPieceModel(pieces, prefix, vocabulary.id(unknown), longestWord);
    }

    private static SubwordModel unigram(JsonFile model, Vocabulary vocabulary) {
        if (model.field("byte_fallback").truth(false)) {
            throw model.field("byte_fallback").wrong("TOK-UNIGRAM", "false, as T5's vocabulary has");
        }
        List<JsonFile> vocab = model.field("vocab").items();
        double[] scores = new double[vocab.size()];
        for (int id = 0; id < scores.length; id++) {
            List<JsonFile> entry = vocab.get(id).items();
            if (entry.size() != 2) {
                throw vocab.get(id).wrong("TOK-UNIGRAM", "a token and its score");
            }
            vocabulary.append(entry.get(0).text());
            JsonFile score = entry.get(1);
            scores[id] = score.node().isNumber() ? score.number(0) : Double.NaN;
            if (!Double.isFinite(scores[id])) {
                throw score.wrong("TOK-UNIGRAM", "a finite score");
            }
        }
        JsonFile unknown = model.field("unk_id");
        if (scores.length == 0 || unknown.isMissing() || unknown.id() < 0 || unknown.id() >= scores.length) {
            throw unknown.wrong(
                    "TOK-UNIGRAM", "the id of one of " + scores.length + " tokens, of which there must be some");
        }
        return unigram(vocabulary, scores, (int) unknown.id());
    }

    /// Unigram model as the `tokenizers` library runs it: every token may be found in a text.
    static SubwordModel unigram(Vocabulary vocabulary, double[] scores, int unknown) {
        PieceTrie pieces = new PieceTrie();
        for (int id = 0; id < scores.length; id++) {
            if (!vocabulary.token(id).isEmpty()) {
                pieces.add(vocabulary.token(id), id);
            }
        }
        double least = Arrays.stream(scores).min().orElse(0);
        return new UnigramModel(pieces, scores, unknown, least, false);
    }
}
