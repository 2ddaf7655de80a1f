package io.blip2j.blip2.text;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// Writes the files of a tokenizer folder in the form that Hugging Face writes them.
///
/// @param folder made if it is not there
record TokenizerFolder(Path folder) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /// An object of fields in the given order.
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    /// A post-processor; parts are `A:0` for a text, `token:0` for a special token, each with its segment.
    static Map<String, Object> template(List<String> single, List<String> pair, Map<String, Integer> special) {
        Map<String, Object> tokens = new LinkedHashMap<>();
        new TreeMap<>(special)
                .forEach((token, id) ->
                        tokens.put(token, object("id", token, "ids", List.of(id), "tokens", List.of(token))));
        return object(
                "type",
                "TemplateProcessing",
                "single",
                single.stream().map(TokenizerFolder::part).toList(),
                "pair",
                pair.stream().map(TokenizerFolder::part).toList(),
                "special_tokens",
                tokens);
    }

    private static Map<String, Object> part(String part) {
        int colon = part.lastIndexOf(':');
        String id = part.substring(0, colon);
        String kind = id.equals("A") || id.equals("B") ? "Sequence" : "SpecialToken";
        return object(kind, object("id", id, "type_id", Integer.valueOf(part.substring(colon + 1))));
    }

    /// The model part of byte-level BPE.
    static Map<String, Object> bytePairs(List<String> vocab, List<String[]> merges) {
        return object(
                "type",
                "BPE",
                "dropout",
                null,
                "unk_token",
                null,
                "continuing_subword_prefix",
                "",
                "end_of_word_suffix",
                "",
                "fuse_unk",
                false,
                "byte_fallback",
                false,
                "ignore_merges",
                false,
                "vocab",
                ids(vocab),
                "merges",
                merges);
    }

    /// The model part of Unigram.
    static Map<String, Object> unigram(List<SentencePieceFile.Piece> pieces) {
        List<List<Object>> vocab = new ArrayList<>();
        int unknown = 0;
        for (SentencePieceFile.Piece piece : pieces) {
            unknown = piece.type() == SentencePieceFile.UNKNOWN ? vocab.size() : unknown;
            vocab.add(List.of(piece.text(), piece.score()));
        }
        return object("type", "Unigram", "unk_id", unknown, "vocab", vocab, "byte_fallback", false);
    }

    /// The model part of WordPiece.
    static Map<String, Object> wordPiece(List<String> vocab) {
        return object(
                "type",
                "WordPiece",
                "unk_token",
                "[UNK]",
                "continuing_subword_prefix",
                "##",
                "max_input_chars_per_word",
                100,
                "vocab",
                ids(vocab));
    }

    private static Map<String, Integer> ids(List<String> vocab) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        vocab.forEach(token -> ids.put(token, ids.size()));
        return ids;
    }

    /// `tokenizer.json`; all added tokens are special ones.
    void tokenizerJson(
            Map<String, Integer> added,
            Map<String, Object> normalizer,
            Map<String, Object> preTokenizer,
            Map<String, Object> postProcessor,
            Map<String, Object> decoder,
            Map<String, Object> model) {
        List<Map<String, Object>> tokens = new ArrayList<>();
        added.forEach((token, id) -> tokens.add(object(
                "id",
                id,
                "content",
                token,
                "single_word",
                false,
                "lstrip",
                false,
                "rstrip",
                false,
                "normalized",
                false,
                "special",
                true)));
        json(
                "tokenizer.json",
                object(
                        "version",
                        "1.0",
                        "truncation",
                        null,
                        "padding",
                        null,
                        "added_tokens",
                        tokens,
                        "normalizer",
                        normalizer,
                        "pre_tokenizer",
                        preTokenizer,
                        "post_processor",
                        postProcessor,
                        "decoder",
                        decoder,
                        "model",
                        model));
    }

    /// `tokenizer_config.json` and `special_tokens_map.json`.
    void settings(String tokenizerClass, Map<String, String> roles, Map<String, Object> more) {
        Map<String, Object> config = new LinkedHashMap<>(new TreeMap<>(more));
        config.putAll(roles);
        config.put("tokenizer_class", tokenizerClass);
        json("tokenizer_config.json", config);
        json("special_tokens_map.json", new LinkedHashMap<>(roles));
    }

    /// `added_tokens.json`: the tokens beyond the vocabulary.
    void added(Map<String, Integer> tokens) {
        json("added_tokens.json", new LinkedHashMap<>(tokens));
    }

    /// `vocab.json`.
    void vocabJson(List<String> vocab) {
        json("vocab.json", new LinkedHashMap<>(ids(vocab)));
    }

    /// `merges.txt`.
    void merges(List<String[]> merges) {
        StringBuilder lines = new StringBuilder("#version: 0.2\n");
        merges.forEach(pair -> lines.append(pair[0]).append(' ').append(pair[1]).append('\n'));
        write("merges.txt", lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// `vocab.txt`.
    void vocabTxt(List<String> vocab) {
        write("vocab.txt", (String.join("\n", vocab) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /// `spiece.model`.
    void spiece(SentencePieceFile file) {
        write("spiece.model", file.toBytes());
    }

    private void json(String name, Map<String, Object> value) {
        write(name, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(value));
    }

    private void write(String name, byte[] bytes) {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new InputException(
                    InputException.Kind.IO,
                    "TOK-FILE",
                    folder.resolve(name).toString(),
                    e.toString(),
                    "a file that can be written",
                    "Check the folder's permissions and space");
        }
    }
}
