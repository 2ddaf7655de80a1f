package io.blip2j.blip2.text;

import io.blip2j.core.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Builds tokenizers from the files of before `tokenizer.json`: `vocab.json` with `merges.txt`, `spiece.model`, or
/// `vocab.txt`.
///
/// These files hold the vocabulary alone. What stands around it is what the model family does: OPT puts its bos first
/// unless `add_bos_token` says no, T5 ends with its eos and has `extra_ids` sentinels after its pieces, BERT frames
/// with `[CLS]` and `[SEP]`.
///
/// **Source:** `GPT2Tokenizer`, `T5Tokenizer`, `BertTokenizer` of transformers 5.23.
record OlderFiles(Path folder, JsonFile config, Map<String, AddedToken> extra, Map<String, String> roles) {
    private static final int MOST_SENTINELS = 10_000;

    /// The tokenizer, by which files are there.
    Tokenizer read() {
        if (Files.exists(folder.resolve("merges.txt"))) {
            return bytePairs();
        }
        if (Files.exists(folder.resolve("spiece.model"))) {
            return unigram();
        }
        if (Files.exists(folder.resolve("vocab.txt"))) {
            return wordPiece();
        }
        throw new InputException(
                InputException.Kind.MISSING,
                "TOK-FILE",
                folder.toString(),
                "no tokenizer",
                "tokenizer.json, or vocab.json with merges.txt, or spiece.model, or vocab.txt",
                "Give the folder that holds the model's tokenizer");
    }

    private Tokenizer bytePairs() {
        Vocabulary vocabulary = new Vocabulary(folder.resolve("vocab.json").toString());
        ModelJson.addAll(JsonFile.read(folder.resolve("vocab.json")), vocabulary);
        Path merges = folder.resolve("merges.txt");
        SubwordModel model = ModelJson.bytePairs(merges.toString(), vocabulary, merges(merges), -1, false);
        Map<String, AddedToken> added = added(vocabulary);
        Template template = Template.PLAIN;
        if (roles.containsKey("bos_token") && config.field("add_bos_token").truth(true)) {
            List<Integer> bos = List.of(id("bos_token", vocabulary, added));
            template = new Template(
                    List.of(new Template.Special(bos, 0), new Template.Sequence(0, 0)),
                    List.of(
                            new Template.Special(bos, 0),
                            new Template.Sequence(0, 0),
                            new Template.Special(bos, 1),
                            new Template.Sequence(1, 1)));
        }
        PreTokenizer split = new ByteLevelSplit(config.field("add_prefix_space").truth(false), true);
        return assemble(vocabulary, added, null, split, model, template, new Decoder.ByteLevel());
    }

    private static String[][] merges(Path file) {
        String[] lines = JsonFile.content(file).split("\n", -1);
        List<String[]> pairs = new ArrayList<>(lines.length);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].isEmpty() || i == 0 && lines[i].startsWith("#version")) {
                continue;
            }
            String[] parts = lines[i].stripTrailing().split(" ", -1);
            if (parts.length != 2) {
                throw new InputException(
                        InputException.Kind.BAD,
                        "TOK-MERGE",
                        file + ": line " + (i + 1),
                        "'" + lines[i] + "'",
                        "two tokens with a space between",
                        "Take merges.txt from the model's own folder again");
            }
            pairs.add(parts);
        }
        return pairs.toArray(new String[0][]);
    }

    private Tokenizer unigram() {
        Path path = folder.resolve("spiece.model");
        SentencePieceFile file = SentencePieceFile.read(path);
        Vocabulary vocabulary = new Vocabulary(path.toString());
        int pieces = file.pieces().size();
        int sentinels = sentinels();
        double[] scores = new double[pieces + sentinels];
        for (int id = 0; id < pieces; id++) {
            vocabulary.append(file.pieces().get(id).text());
            scores[id] = file.pieces().get(id).score();
        }
        Map<String, AddedToken> added = new LinkedHashMap<>();
        for (int id = pieces; id < scores.length; id++) {
            String sentinel = "<extra_id_" + (scores.length - 1 - id) + ">";
            vocabulary.append(sentinel);
            added.put(sentinel, AddedToken.special(sentinel, id));
        }
        added.putAll(added(vocabulary));
        SubwordModel model = ModelJson.unigram(vocabulary, scores, file.unknownId());
        List<Integer> eos = List.of(id("eos_token", vocabulary, added));
        Template template = new Template(
                List.of(new Template.Sequence(0, 0), new Template.Special(eos, 0)),
                List.of(
                        new Template.Sequence(0, 0),
                        new Template.Special(eos, 0),
                        new Template.Sequence(1, 0),
                        new Template.Special(eos, 0)));
        byte[] map = file.characterMap();
        int sign = '\u2581';
        return assemble(
                vocabulary,
                added,
                map.length == 0 ? null : CharacterMap.parse(map, path.toString()),
                new PreTokenizer.Chain(List.of(
                        new PreTokenizer.WhitespaceSplit(), new Metaspace(sign, Metaspace.Prepend.ALWAYS, true))),
                model,
                template,
                new Decoder.Metaspace(sign, true));
    }

    private int sentinels() {
        double count = config.field("extra_ids").number(100);
        if (!(count >= 0 && count <= MOST_SENTINELS)) {
            throw config.field("extra_ids").wrong("TOK-RANGE", "0 to " + MOST_SENTINELS);
        }
        return (int) count;
    }

    private Tokenizer wordPiece() {
        Path path = folder.resolve("vocab.txt");
        Vocabulary vocabulary = new Vocabulary(path.toString());
        String[] lines = JsonFile.content(path).split("\n", -1);
        int count = lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
        for (int id = 0; id < count; id++) {
            vocabulary.add(lines[id].endsWith("\r") ? lines[id].substring(0, lines[id].length() - 1) : lines[id], id);
        }
        String unknown = roles.getOrDefault("unk_token", "[UNK]");
        SubwordModel model = ModelJson.wordPiece(path.toString(), vocabulary, unknown, "##", 100);
        Map<String, AddedToken> added = added(vocabulary);
        List<Integer> cls = List.of(id("cls_token", vocabulary, added));
        List<Integer> sep = List.of(id("sep_token", vocabulary, added));
        Template template = new Template(
                List.of(new Template.Special(cls, 0), new Template.Sequence(0, 0), new Template.Special(sep, 0)),
                List.of(
                        new Template.Special(cls, 0),
                        new Template.Sequence(0, 0),
                        new Template.Special(sep, 0),
                        new Template.Sequence(1, 1),
                        new Template.Special(sep, 1)));
        boolean lowercase = config.field("do_lower_case").truth(true);
        Normalizer normalizer = new BertNormalizer(
                true,
                config.field("tokenize_chinese_chars").truth(true),
                config.field("strip_accents").truth(lowercase),
                lowercase);
        PreTokenizer split = new PreTokenizer.BertSplit();
        return assemble(vocabulary, added, normalizer, split, model, template, new Decoder.WordPiece("##", true));
    }

    /// The tokens with roles and those of `added_tokens.json`, as added tokens.
    private Map<String, AddedToken> added(Vocabulary vocabulary) {
        Map<String, AddedToken> added = new LinkedHashMap<>();
        for (String token : roles.values()) {
            if (vocabulary.id(token) >= 0) {
                added.put(token, AddedToken.special(token, vocabulary.id(token)));
            }
        }
        added.putAll(extra);
        return added;
    }

    private int id(String role, Vocabulary vocabulary, Map<String, AddedToken> added) {
        String token = roles.get(role);
        long id =
                token == null ? -1 : added.containsKey(token) ? added.get(token).id() : vocabulary.id(token);
        if (id < 0) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "TOK-SPECIAL",
                    folder.toString(),
                    role + " " + (token == null ? "not named" : "'" + token + "' without an id"),
                    "a token of the vocabulary",
                    "Name it in tokenizer_config.json or special_tokens_map.json");
        }
        return Math.toIntExact(id);
    }

    private Tokenizer assemble(
            Vocabulary vocabulary,
            Map<String, AddedToken> added,
            Normalizer normalizer,
            PreTokenizer preTokenizer,
            SubwordModel model,
            Template template,
            Decoder decoder) {
        return TokenizerJson.assemble(
                folder.toString(),
                vocabulary,
                List.of(),
                added,
                roles,
                normalizer,
                preTokenizer,
                model,
                template,
                decoder);
    }
}
