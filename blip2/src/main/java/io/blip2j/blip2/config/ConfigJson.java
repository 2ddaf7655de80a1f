package io.blip2j.blip2.config;

import io.blip2j.core.InputException;
import io.blip2j.nn.Activation;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A JSON object of settings: a `config.json`, a part of it, or a `generation_config.json`.
///
/// Published files leave out whatever equals a default of the library that wrote them, so every getter takes that
/// default. A key whose value is null counts as left out. A value of the wrong type or out of range is an
/// [InputException] that names file and key.
public final class ConfigJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // Python writes NaN; then it is told where it is
            .build();

    private static final int MAX_BYTES = 16 << 20;
    private static final int MAX_SHOWN = 200;
    private static final int MAX_WIDTH = 1 << 14; // three such matrices, fused, fit one array
    private static final int MAX_INNER = 1 << 16;
    private static final int MAX_LAYERS = 1024;
    private static final int MAX_TABLE = Integer.MAX_VALUE - 64; // elements of one tensor

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
            if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
                throw broken(file.toString(), Files.size(file) + " bytes", "at most " + MAX_BYTES + " bytes");
            }
            return parse(file.toString(), Files.readString(file));
        } catch (CharacterCodingException problem) {
            throw broken(file.toString(), "bytes that are no UTF-8", "JSON in UTF-8");
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
            throw broken(what, problem.getOriginalMessage() + place(problem), "JSON");
        }
        if (!(tree instanceof ObjectNode object)) {
            throw broken(what, tree.isMissingNode() ? "nothing" : "no object", "a JSON object");
        }
        if (object.has("auto_map")) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "CFG-REMOTECODE",
                    what + " \"auto_map\"",
                    "Python code that belongs to the model",
                    "a model without code of its own",
                    "Code from a model folder is never run: use a folder that transformers loads by itself");
        }
        return new ConfigJson(what, object);
    }

    private static String place(JacksonException problem) {
        TokenStreamLocation at = problem.getLocation();
        return at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }

    private static InputException broken(String what, String found, String expected) {
        return new InputException(
                InputException.Kind.BAD, "CFG-JSON", what, found, expected, "Download or save it again");
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
            throw outOfRange(key, value.toString(), "an integer of 32 bits");
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
            throw outOfRange(key, value.toString(), "an integer of 64 bits");
        }
        return value.longValue();
    }

    /// An integer from 1 to a limit, which is far above every model's, and so small that what is made for it fits.
    public int count(String key, int fallback, int limit) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return fallback;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1 || value.intValue() > limit) {
            throw outOfRange(key, value.toString(), "an integer from 1 to " + limit);
        }
        return value.intValue();
    }

    /// An integer above 0.
    public int positive(String key, int fallback) {
        return count(key, fallback, Integer.MAX_VALUE);
    }

    /// The width of a model's rows.
    public int width(String key, int fallback) {
        return count(key, fallback, MAX_WIDTH);
    }

    /// The width inside a feed-forward.
    public int inner(String key, int fallback) {
        return count(key, fallback, MAX_INNER);
    }

    /// A number of layers or of heads.
    public int layers(String key, int fallback) {
        return count(key, fallback, MAX_LAYERS);
    }

    /// A number of words or of positions, each with a row of `width` numbers.
    public int rows(String key, int fallback, int width) {
        return count(key, fallback, MAX_TABLE / width - 2); // OPT's position table has two rows more
    }

    /// A number of heads that divides a width.
    public int heads(String key, int fallback, String widthKey, int width) {
        int heads = layers(key, fallback);
        if (width % heads != 0) {
            throw complaint(
                    "CFG-HEADS",
                    key,
                    heads + " for " + widthKey + " " + width + " (" + width + " % " + heads + " = " + width % heads
                            + ")",
                    "a divisor of " + width);
        }
        return heads;
    }

    /// What keeps a normalisation from dividing by zero.
    public double epsilon(String key, double fallback) {
        double value = number(key, fallback);
        if (value < 0 || value > 1) {
            throw outOfRange(key, Double.toString(value), "a number from 0 to 1");
        }
        return value;
    }

    /// An activation by its name.
    public Activation activation(String key, String fallback) {
        String name = text(key, fallback);
        try {
            return Activation.named(name);
        } catch (InputException problem) {
            throw wrong(key, problem.found(), problem.expected());
        }
    }

    /// A finite number.
    public double number(String key, double fallback) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return fallback;
        }
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw outOfRange(key, value.toString(), "a finite number");
        }
        return value.doubleValue();
    }

    /// A probability, `0 <= p < 1`.
    public double probability(String key, double fallback) {
        double value = number(key, fallback);
        if (value < 0 || value >= 1) {
            throw outOfRange(key, Double.toString(value), "a probability from 0 up to, not with, 1");
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
        return complaint("CFG-VALUE", key, found, expected);
    }

    /// The complaint about a number that is none, or too small or too large.
    public InputException outOfRange(String key, String found, String expected) {
        return complaint("CFG-RANGE", key, found, expected);
    }

    /// The complaint about a key's value, with a code of its own.
    public InputException complaint(String code, String key, String found, String expected) {
        String shown = found.length() > MAX_SHOWN ? found.substring(0, MAX_SHOWN) + "..." : found;
        return new InputException(
                InputException.Kind.BAD,
                code,
                what + " \"" + key + "\"",
                shown,
                expected,
                "Correct the file, or download it again");
    }
}
