package io.blip2j.blip2.config;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A JSON object of settings: a `config.json`, a part of it, or a `generation_config.json`.
///
/// Published files leave out whatever equals a default of the library that wrote them, so every getter takes that
/// default. A key whose value is null counts as left out. A value of the wrong type or out of range is an
/// [InputException] of kind CONFIG that names file and key.
public final class ConfigJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String what;
    private final ObjectNode node;

    private ConfigJson(String what, ObjectNode node) {
        this.what = what;
        this.node = node;
    }

    /// Reads a file.
    /// @throws InputException if it is missing or holds no JSON object
    public static ConfigJson read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (NoSuchFileException missing) {
            throw new InputException(
                    InputException.Kind.MISSING,
                    "CFG-MISSING",
                    file.toString(),
                    "no such file",
                    "a JSON file of settings",
                    "Is this the folder of a model?");
        } catch (IOException problem) {
            throw new InputException(
                    InputException.Kind.IO,
                    "CFG-IO",
                    file.toString(),
                    String.valueOf(problem.getMessage()),
                    "a readable file of UTF-8 text",
                    "Check disk and permissions");
        }
    }

    /// Reads a text.
    /// @param what where it comes from, for messages
    public static ConfigJson parse(String what, String text) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(text);
        } catch (JacksonException problem) {
            throw new InputException(
                    InputException.Kind.CONFIG,
                    "CFG-JSON",
                    what,
                    problem.getOriginalMessage(),
                    "JSON",
                    "Download or save it again");
        }
        if (tree instanceof ObjectNode object) {
            return new ConfigJson(what, object);
        }
        throw new InputException(
                InputException.Kind.CONFIG,
                "CFG-JSON",
                what,
                "no object",
                "a JSON object",
                "Download or save it again");
    }

    /// Settings that are in memory.
    /// @param what where they come from, for messages
    public static ConfigJson of(String what, ObjectNode node) {
        return new ConfigJson(what, node);
    }

    /// Settings that are in memory.
    /// @param what where they come from, for messages
    public static ConfigJson of(String what, Map<String, ?> settings) {
        ObjectNode node = writable();
        settings.forEach((key, value) -> node.set(key, MAPPER.valueToTree(value)));
        return new ConfigJson(what, node);
    }

    /// An empty object to write settings into.
    public static ObjectNode writable() {
        return MAPPER.createObjectNode();
    }

    /// Writes settings to a file, indented as Hugging Face does.
    public static void write(Path file, ObjectNode settings) {
        try {
            Files.writeString(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(settings) + "\n");
        } catch (IOException problem) {
            throw new InputException(
                    InputException.Kind.IO,
                    "CFG-WRITE",
                    file.toString(),
                    String.valueOf(problem.getMessage()),
                    "room for the file and the right to write it",
                    "Free space or choose another folder");
        }
    }

    /// Where the settings come from, for messages.
    public String what() {
        return what;
    }

    /// The settings themselves.
    public ObjectNode tree() {
        return node;
    }

    /// Whether a key is there with a value other than null.
    public boolean has(String key) {
        return node.hasNonNull(key);
    }

    /// An integer.
    public int integer(String key, int fallback) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return fallback;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(key, value.toString(), "an integer");
        }
        return value.intValue();
    }

    /// An integer of 64 bits.
    public long whole(String key, long fallback) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return fallback;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(key, value.toString(), "an integer");
        }
        return value.longValue();
    }

    /// An integer above zero.
    public int positive(String key, int fallback) {
        int value = integer(key, fallback);
        if (value <= 0) {
            throw wrong(key, Integer.toString(value), "an integer above 0");
        }
        return value;
    }

    /// A finite number.
    public double number(String key, double fallback) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return fallback;
        }
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw wrong(key, value.toString(), "a number");
        }
        return value.doubleValue();
    }

    /// A probability, `0 <= p < 1`.
    public double probability(String key, double fallback) {
        double value = number(key, fallback);
        if (value < 0 || value >= 1) {
            throw wrong(key, Double.toString(value), "a probability from 0 up to, not with, 1");
        }
        return value;
    }

    /// True or false.
    public boolean flag(String key, boolean fallback) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return fallback;
        }
        if (!value.isBoolean()) {
            throw wrong(key, value.toString(), "true or false");
        }
        return value.booleanValue();
    }

    /// A text.
    public String text(String key, String fallback) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return fallback;
        }
        if (!value.isString()) {
            throw wrong(key, value.toString(), "a text");
        }
        return value.stringValue();
    }

    /// Ids: a number, or a list of numbers.
    public long[] ids(String key, long... fallback) {
        JsonNode value = node.get(key);
        return value == null || value.isNull() ? fallback : idsOf(key, value);
    }

    /// Lists of ids.
    public List<long[]> idLists(String key) {
        List<long[]> lists = new ArrayList<>();
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return lists;
        }
        if (!value.isArray()) {
            throw wrong(key, value.toString(), "a list of lists of ids");
        }
        for (JsonNode list : value) {
            lists.add(idsOf(key, list));
        }
        return lists;
    }

    private long[] idsOf(String key, JsonNode value) {
        long[] ids = new long[value.isArray() ? value.size() : 1];
        for (int i = 0; i < ids.length; i++) {
            JsonNode id = value.isArray() ? value.get(i) : value;
            if (!id.isIntegralNumber() || !id.canConvertToInt()) {
                throw wrong(key, value.toString(), "an id or a list of ids");
            }
            ids[i] = id.longValue();
        }
        return ids;
    }

    /// A part; an empty one where it is left out.
    public ConfigJson object(String key) {
        JsonNode value = node.get(key);
        String part = what + " " + key;
        if (value == null || value.isNull()) {
            return new ConfigJson(part, writable());
        }
        if (value instanceof ObjectNode object) {
            return new ConfigJson(part, object);
        }
        throw wrong(key, value.toString(), "an object");
    }

    /// The complaint about a key's value.
    public InputException wrong(String key, String found, String expected) {
        return new InputException(
                InputException.Kind.CONFIG,
                "CFG-VALUE",
                what + " \"" + key + "\"",
                found,
                expected,
                "Correct the file");
    }
}
