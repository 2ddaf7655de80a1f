package io.blip2j.blip2.text;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Loads the tokenizer of a model folder.
///
/// ```java
/// Tokenizer tokenizer = Tokenizers.load(Path.of("blip2-opt-2.7b"));
/// int[] ids = tokenizer.encode("a photo of", true).ids(); // </s> a photo of
/// ```
///
/// `tokenizer.json` is taken where it is there, else the files of before it. `tokenizer_config.json` and
/// `special_tokens_map.json` give tokens their roles, `added_tokens.json` tokens beyond the vocabulary.
public final class Tokenizers {
    private static final String IMAGE = "<image>";
    private static final List<String> FILES = List.of(
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "merges.txt",
            "vocab.txt",
            "spiece.model");
    private static final List<String> ROLES =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    private Tokenizers() {}

    /// The tokenizer of a folder.
    ///
    /// @throws InputException if files are missing (`TOK-FILE`) or bad (other `TOK-` codes)
    public static Tokenizer load(Path folder) {
        return load(folder, "tokenizer.json");
    }

    /// The tokenizer of a folder, where the JSON form has a name of its own.
    static Tokenizer load(Path folder, String jsonName) {
        JsonFile config = JsonFile.readIfThere(folder.resolve("tokenizer_config.json"));
        Map<String, String> roles = roles(folder, config);
        Map<String, AddedToken> extra = extra(folder, config, roles);
        Path json = folder.resolve(jsonName);
        return Files.exists(json)
                ? TokenizerJson.read(JsonFile.read(json), extra, roles)
                : new OlderFiles(folder, config, extra, roles).read();
    }

    /// The tokenizer of a folder by its older files, even where there is a `tokenizer.json`.
    static Tokenizer loadOlderFiles(Path folder) {
        JsonFile config = JsonFile.readIfThere(folder.resolve("tokenizer_config.json"));
        Map<String, String> roles = roles(folder, config);
        return new OlderFiles(folder, config, extra(folder, config, roles), roles).read();
    }

    /// Copies the files of a tokenizer, as they are, into another folder.
    ///
    /// @param to made if it is not there
    /// @throws InputException if `from` has none (`TOK-FILE`), or `to` cannot be written
    public static void copy(Path from, Path to) {
        List<String> there = FILES.stream()
                .filter(name -> Files.isRegularFile(from.resolve(name)))
                .toList();
        if (there.isEmpty()) {
            throw new InputException(
                    InputException.Kind.MISSING,
                    "TOK-FILE",
                    from.toString(),
                    "no tokenizer",
                    "a folder with tokenizer.json, or the files of before it",
                    "Name the folder of the model that the texts are for");
        }
        try {
            Files.createDirectories(to);
            for (String name : there) {
                Path target = to.resolve(name);
                if (!Files.exists(target) || !Files.isSameFile(from.resolve(name), target)) {
                    Files.copy(from.resolve(name), target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException problem) {
            throw new InputException(
                    InputException.Kind.IO,
                    "TOK-FILE",
                    to.toString(),
                    problem.toString(),
                    "a folder that can be written",
                    "Check the folder's permissions and space");
        }
    }

    /// Refuses a tokenizer whose ids the embedding of a model does not all have.
    ///
    /// @param rows rows of the embedding
    public static void requireFits(Tokenizer tokenizer, int rows, Path folder) {
        if (tokenizer.size() > rows) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "TOK-SIZE",
                    folder.toString(),
                    "token ids up to " + (tokenizer.size() - 1),
                    "ids below the " + rows + " rows of the embedding",
                    "Use the tokenizer that the model was saved with");
        }
    }

    /// The tokens of `added_tokens_decoder`, with their properties, and of `added_tokens.json`, which has none: there
    /// a token is special if it has a role or is listed as such.
    private static Map<String, AddedToken> extra(Path folder, JsonFile config, Map<String, String> roles) {
        Map<String, AddedToken> extra = new LinkedHashMap<>();
        config.field("added_tokens_decoder").fields().forEach((id, token) -> {
            if (!id.matches("\\d{1,10}")) {
                throw token.wrong("TOK-ID", "a whole number as its key");
            }
            put(AddedToken.of(token, Long.parseLong(id)), token, extra);
        });
        Set<String> special = new HashSet<>(roles.values());
        special.addAll(listed(config));
        special.addAll(listed(JsonFile.readIfThere(folder.resolve("special_tokens_map.json"))));
        JsonFile.readIfThere(folder.resolve("added_tokens.json")).fields().forEach((content, id) -> {
            if (!extra.containsKey(content)) {
                put(AddedToken.plain(content, id.id(), special.contains(content)), id, extra);
            }
        });
        return extra;
    }

    private static void put(AddedToken token, JsonFile from, Map<String, AddedToken> extra) {
        if (token.content().isEmpty()) {
            throw from.wrong("TOK-SPECIAL", "no empty added token");
        }
        extra.put(token.content(), token);
    }

    /// Special tokens without a role of their own, as texts or objects.
    private static List<String> listed(JsonFile file) {
        List<String> listed = new ArrayList<>();
        for (String name : List.of("additional_special_tokens", "extra_special_tokens")) {
            if (file.field(name).node().isArray()) {
                file.field(name).items().forEach(item -> listed.add(content(item)));
            }
        }
        return listed;
    }

    private static String content(JsonFile token) {
        return token.node().isObject() ? token.field("content").text() : token.text();
    }

    private static Map<String, String> roles(Path folder, JsonFile config) {
        JsonFile map = JsonFile.readIfThere(folder.resolve("special_tokens_map.json"));
        Map<String, String> roles = new LinkedHashMap<>();
        for (String role : ROLES) {
            JsonFile value = config.field(role).isMissing() ? map.field(role) : config.field(role);
            if (!value.isMissing()) {
                roles.put(role, content(value));
            }
        }
        roles.put("image_token", config.field("image_token").text(IMAGE));
        return roles;
    }
}
