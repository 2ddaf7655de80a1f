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
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One value of a JSON file that knows where it stands, so that every complaint names file and field.
///
/// @param where the file and the path of fields inside it
/// @param node the value; never null, a missing one is a missing node
record JsonFile(String where, JsonNode node) {
    private static final int DEEPEST = 200;
    private static final long LARGEST_FILE = 256L << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxDocumentLength(LARGEST_FILE)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    /// Reads a whole file.
    static JsonFile read(Path file) {
        String text = content(file);
        try {
            return new JsonFile(file.toString(), MAPPER.readTree(text));
        } catch (StreamConstraintsException e) {
            throw bad(
                    "TOK-DEPTH", file.toString(), e.getOriginalMessage(), "nesting of at most " + DEEPEST + " levels");
        } catch (JacksonException e) {
            throw bad("TOK-JSON", file.toString(), e.getOriginalMessage(), "JSON");
        }
    }

    /// The text of a UTF-8 file.
    static String content(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw bad("TOK-RANGE", file.toString(), Files.size(file) + " bytes", "at most " + LARGEST_FILE);
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InputException(
                    Files.exists(file) ? InputException.Kind.IO : InputException.Kind.MISSING,
                    "TOK-FILE",
                    file.toString(),
                    e.toString(),
                    "a readable file",
                    "Check the path and its permissions");
        }
    }

    /// Reads a file that may not be there; then all its fields are missing.
    static JsonFile readIfThere(Path file) {
        return Files.exists(file) ? read(file) : new JsonFile(file.toString(), MAPPER.createObjectNode());
    }

    /// A field of an object; missing if it is not there or null.
    JsonFile field(String name) {
        JsonNode child = node.path(name);
        return new JsonFile(where + ": " + name, child.isNull() ? MAPPER.missingNode() : child);
    }

    boolean isMissing() {
        return node.isMissingNode();
    }

    /// The items of an array; none if it is missing.
    List<JsonFile> items() {
        if (!isMissing() && !node.isArray()) {
            throw wrong("TOK-JSON", "a list");
        }
        List<JsonFile> items = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            items.add(new JsonFile(where + "[" + i + "]", node.get(i)));
        }
        return items;
    }

    /// The fields of an object in order; none if it is missing.
    Map<String, JsonFile> fields() {
        if (!isMissing() && !node.isObject()) {
            throw wrong("TOK-JSON", "an object");
        }
        Map<String, JsonFile> fields = new LinkedHashMap<>();
        node.properties().forEach(e -> fields.put(e.getKey(), new JsonFile(where + ": " + e.getKey(), e.getValue())));
        return fields;
    }

    /// A text, or the given one where it is missing.
    String text(String absent) {
        return isMissing() ? absent : text();
    }

    /// A text that must be there.
    String text() {
        if (!node.isString()) {
            throw wrong("TOK-JSON", "a text");
        }
        return node.stringValue();
    }

    /// A truth value, or the given one where it is missing.
    boolean truth(boolean absent) {
        if (isMissing()) {
            return absent;
        }
        if (!node.isBoolean()) {
            throw wrong("TOK-JSON", "true or false");
        }
        return node.booleanValue();
    }

    /// A token id: a whole number of any size that fits a long.
    long id() {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw wrong("TOK-ID", "a whole number");
        }
        return node.longValue();
    }

    /// A number, or the given one where it is missing.
    double number(double absent) {
        if (isMissing()) {
            return absent;
        }
        if (!node.isNumber()) {
            throw wrong("TOK-JSON", "a number");
        }
        return node.doubleValue();
    }

    /// The complaint that this value is not what it has to be.
    InputException wrong(String code, String expected) {
        String found = isMissing() ? "nothing" : node.toString();
        return bad(code, where, found.length() > 80 ? found.substring(0, 80) + "..." : found, expected);
    }

    private static InputException bad(String code, String what, String found, String expected) {
        return new InputException(
                InputException.Kind.BAD,
                code,
                what,
                found,
                expected,
                "Take the tokenizer files from the model's own folder again");
    }
}
