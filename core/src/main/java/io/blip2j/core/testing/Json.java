package io.blip2j.core.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// A JSON value as tests read it: `Map`, `List`, `String`, `Number`, `Boolean` or null behind typed getters.
///
/// Numbers that JSON lacks come as the strings `"nan"`, `"inf"` and `"-inf"`.
public record Json(Object value) {
    /// Reads a file.
    public static Json read(Path path) {
        try {
            return parse(Files.readString(path));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /// Reads a text.
    public static Json parse(String text) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(tools.jackson.core.StreamReadConstraints.builder()
                        .maxStringLength(1 << 28)
                        .build())
                .build();
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            return new Json(tree(parser));
        }
    }

    private static Object tree(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, tree(parser));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(tree(parser));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    /// Whether the object has this field with a value other than null.
    public boolean has(String field) {
        return value instanceof Map<?, ?> map && map.get(field) != null;
    }

    /// A field of an object; a missing one has the value null.
    public Json get(String field) {
        return new Json(((Map<?, ?>) value).get(field));
    }

    /// Names of an object's fields.
    public List<String> fields() {
        List<String> names = new ArrayList<>();
        for (Object key : ((Map<?, ?>) value).keySet()) {
            names.add((String) key);
        }
        return names;
    }

    /// An array's elements.
    public List<Json> list() {
        List<Json> elements = new ArrayList<>();
        for (Object element : (List<?>) value) {
            elements.add(new Json(element));
        }
        return elements;
    }

    public boolean isNull() {
        return value == null;
    }

    public boolean isList() {
        return value instanceof List;
    }

    public boolean isObject() {
        return value instanceof Map;
    }

    public String text() {
        return (String) value;
    }

    public boolean isTrue() {
        return Boolean.TRUE.equals(value);
    }

    /// A number, also one spelt `"nan"`, `"inf"` or `"-inf"`.
    public double number() {
        if (value instanceof String word) {
            return switch (word) {
                case "nan" -> Double.NaN;
                case "inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(word);
            };
        }
        return ((Number) value).doubleValue();
    }

    public int integer() {
        return ((Number) value).intValue();
    }

    public long whole() {
        return ((Number) value).longValue();
    }

    /// An array of integers; a single number is an array of one.
    public int[] integers() {
        if (!isList()) {
            return new int[] {integer()};
        }
        return list().stream().mapToInt(Json::integer).toArray();
    }

    /// An array of 64-bit integers.
    public long[] wholes() {
        return list().stream().mapToLong(Json::whole).toArray();
    }

    /// An array of texts.
    public List<String> texts() {
        return list().stream().map(Json::text).toList();
    }

    /// This value, or another where it is null.
    public Json or(Object other) {
        return value == null ? new Json(other) : this;
    }
}
