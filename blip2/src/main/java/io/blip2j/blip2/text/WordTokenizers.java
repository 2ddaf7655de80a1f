package io.blip2j.blip2.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes real tokenizers for a small world: folders that Hugging Face loads too, in which every given word is one
/// token and any other text of the alphabet is still encodable.
///
/// | kind | ids | last id |
/// |---|---|---|
/// | byte-level BPE (OPT) | `<s> <pad> </s> <unk>`, 256 bytes, joined pairs | `<image>` |
/// | Unigram (T5) | `<pad> </s> <unk>`, `▁`, printable ASCII, `▁word` each | `<image>` |
/// | WordPiece (BERT) | `[PAD] [UNK] [CLS] [SEP] [MASK]`, letters alone and inside, words | `[DEC]` |
///
/// A word with signs in it is cut where the kind cuts all text: `question:` is two tokens of BPE and WordPiece,
/// one of Unigram.
public final class WordTokenizers {
    /// The visible separator that the Unigram vocabulary always has as a word, where others use a newline: T5's
    /// tokenizer drops white space.
    public static final String SEPARATOR = "|";

    private static final int FIRST_PRINTABLE = '!';
    private static final int LAST_PRINTABLE = '~';
    private static final float WORD_SCORE = -4;
    private static final float LETTER_SCORE = -12;

    private WordTokenizers() {}

    /// Writes an OPT-like tokenizer: `tokenizer.json`, `vocab.json`, `merges.txt` and the settings. `</s>` is
    /// bos, eos and unknown at once and is put first. Newline is the token `Ċ`.
    ///
    /// @return the tokenizer as loaded from the folder
    public static Tokenizer writeByteLevelBpe(Path folder, List<String> words) {
        List<String> vocab = new ArrayList<>(List.of("<s>", "<pad>", "</s>", "<unk>"));
        for (int b = 0; b < 256; b++) {
            vocab.add(Character.toString(ByteAlphabet.charOf(b)));
        }
        List<String[]> merges = new MergeBuilder(vocab).build(words);
        TokenizerFolder out = new TokenizerFolder(folder);
        out.vocabJson(vocab);
        out.merges(merges);
        Map<String, String> roles = new LinkedHashMap<>();
        roles.put("bos_token", "</s>");
        roles.put("eos_token", "</s>");
        roles.put("unk_token", "</s>");
        roles.put("pad_token", "<pad>");
        out.settings("GPT2Tokenizer", roles, Map.of("add_bos_token", true, "add_prefix_space", false));
        out.added(Map.of("<image>", vocab.size()));
        Map<String, Integer> added = new LinkedHashMap<>();
        added.put("<pad>", 1);
        added.put("</s>", 2);
        added.put("<image>", vocab.size());
        out.tokenizerJson(
                added,
                null,
                TokenizerFolder.object(
                        "type", "ByteLevel", "add_prefix_space", false, "trim_offsets", true, "use_regex", true),
                TokenizerFolder.template(
                        List.of("</s>:0", "A:0"), List.of("</s>:0", "A:0", "</s>:1", "B:1"), Map.of("</s>", 2)),
                TokenizerFolder.object(
                        "type", "ByteLevel", "add_prefix_space", true, "trim_offsets", true, "use_regex", true),
                TokenizerFolder.bytePairs(vocab, merges));
        return Tokenizers.load(folder);
    }

    /// Writes a T5-like tokenizer: `tokenizer.json`, `spiece.model` and the settings. `</s>` ends a text.
    ///
    /// @return the tokenizer as loaded from the folder
    public static Tokenizer writeUnigram(Path folder, List<String> words) {
        List<SentencePieceFile.Piece> pieces = new ArrayList<>();
        pieces.add(new SentencePieceFile.Piece("<pad>", 0, SentencePieceFile.CONTROL));
        pieces.add(new SentencePieceFile.Piece("</s>", 0, SentencePieceFile.CONTROL));
        pieces.add(new SentencePieceFile.Piece("<unk>", 0, SentencePieceFile.UNKNOWN));
        Set<String> letters = new LinkedHashSet<>(List.of("\u2581"));
        for (int c = FIRST_PRINTABLE; c <= LAST_PRINTABLE; c++) {
            letters.add(Character.toString(c));
        }
        Set<String> whole = new LinkedHashSet<>(List.of("\u2581" + SEPARATOR));
        for (String word : words) {
            new PreTokenizer.WhitespaceSplit().split(AlignedText.of(word), part -> {
                whole.add("\u2581" + part);
                part.toString().codePoints().forEach(c -> letters.add(Character.toString(c)));
            });
        }
        letters.forEach(c -> pieces.add(new SentencePieceFile.Piece(c, LETTER_SCORE, SentencePieceFile.NORMAL)));
        whole.forEach(w -> pieces.add(new SentencePieceFile.Piece(w, WORD_SCORE, SentencePieceFile.NORMAL)));
        TokenizerFolder out = new TokenizerFolder(folder);
        out.spiece(new SentencePieceFile(pieces, 2, new byte[0], true, true, true, " \u2047 "));
        Map<String, String> roles = new LinkedHashMap<>();
        roles.put("eos_token", "</s>");
        roles.put("unk_token", "<unk>");
        roles.put("pad_token", "<pad>");
        out.settings("T5Tokenizer", roles, Map.of("extra_ids", 0));
        out.added(Map.of("<image>", pieces.size()));
        Map<String, Integer> added = new LinkedHashMap<>();
        added.put("<pad>", 0);
        added.put("</s>", 1);
        added.put("<unk>", 2);
        added.put("<image>", pieces.size());
        Map<String, Object> metaspace = TokenizerFolder.object(
                "type", "Metaspace", "replacement", "\u2581", "prepend_scheme", "always", "split", true);
        out.tokenizerJson(
                added,
                null,
                TokenizerFolder.object(
                        "type",
                        "Sequence",
                        "pretokenizers",
                        List.of(TokenizerFolder.object("type", "WhitespaceSplit"), metaspace)),
                TokenizerFolder.template(
                        List.of("A:0", "</s>:0"), List.of("A:0", "</s>:0", "B:0", "</s>:0"), Map.of("</s>", 1)),
                metaspace,
                TokenizerFolder.unigram(pieces));
        return Tokenizers.load(folder);
    }

    /// Writes a BERT-like tokenizer: `tokenizer.json`, `vocab.txt` and the settings. `[DEC]` begins a text that is
    /// generated.
    ///
    /// @return the tokenizer as loaded from the folder
    public static Tokenizer writeWordPiece(Path folder, List<String> words) {
        Set<String> tokens = new LinkedHashSet<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
        for (int c = FIRST_PRINTABLE; c <= LAST_PRINTABLE; c++) {
            addLetter(c, tokens);
        }
        Normalizer normalizer = new BertNormalizer(true, true, true, true);
        Collection<String> whole = new LinkedHashSet<>();
        for (String word : words) {
            new PreTokenizer.BertSplit().split(normalizer.apply(AlignedText.of(word)), part -> {
                whole.add(part.toString());
                part.toString().codePoints().forEach(c -> addLetter(c, tokens));
            });
        }
        tokens.addAll(whole);
        List<String> vocab = new ArrayList<>(tokens);
        TokenizerFolder out = new TokenizerFolder(folder);
        out.vocabTxt(vocab);
        Map<String, String> roles = new LinkedHashMap<>();
        roles.put("bos_token", "[DEC]");
        roles.put("unk_token", "[UNK]");
        roles.put("sep_token", "[SEP]");
        roles.put("pad_token", "[PAD]");
        roles.put("cls_token", "[CLS]");
        roles.put("mask_token", "[MASK]");
        out.settings("BertTokenizer", roles, Map.of("do_lower_case", true));
        out.added(Map.of("[DEC]", vocab.size()));
        Map<String, Integer> added = new LinkedHashMap<>();
        for (String token : vocab.subList(0, 5)) {
            added.put(token, added.size());
        }
        added.put("[DEC]", vocab.size());
        out.tokenizerJson(
                added,
                TokenizerFolder.object(
                        "type",
                        "BertNormalizer",
                        "clean_text",
                        true,
                        "handle_chinese_chars",
                        true,
                        "strip_accents",
                        null,
                        "lowercase",
                        true),
                TokenizerFolder.object("type", "BertPreTokenizer"),
                TokenizerFolder.template(
                        List.of("[CLS]:0", "A:0", "[SEP]:0"),
                        List.of("[CLS]:0", "A:0", "[SEP]:0", "B:1", "[SEP]:1"),
                        Map.of("[CLS]", 2, "[SEP]", 3)),
                TokenizerFolder.object("type", "WordPiece", "prefix", "##", "cleanup", true),
                TokenizerFolder.wordPiece(vocab));
        return Tokenizers.load(folder);
    }

    /// A character that BERT keeps: alone, and inside a word unless it is always alone.
    private static void addLetter(int c, Set<String> tokens) {
        if (ReferenceUnicode.lower(c) == c) {
            tokens.add(Character.toString(c));
            if (!ReferenceUnicode.isPunctuation(c)) {
                tokens.add("##" + Character.toString(c));
            }
        }
    }
}
