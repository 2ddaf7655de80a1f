package io.blip2j.blip2.data;

import io.blip2j.core.InputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Goes through a JSON file row by row, so that a file of gigabytes needs the memory of one row.
final class JsonRows {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonRows() {}

    /// What is told of each row.
    @FunctionalInterface
    interface Visitor {
        /// @param list key of the list that the row is in; null where the whole file is one list
        /// @param name key of the row where it is a field of the file's object, else null
        void row(String list, String name, JsonNode row);
    }

    /// Visits the rows of a list, of each list of an object, the other fields of an object, or JSON lines.
    static void read(Path file, Visitor visitor) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                JsonParser parser = MAPPER.createParser(in)) {
            boolean lines = file.toString().endsWith(".jsonl");
            JsonToken first = parser.nextToken();
            if (lines) {
                for (JsonToken token = first; token != null; token = parser.nextToken()) {
                    visitor.row(null, null, MAPPER.readTree(parser));
                }
            } else if (first == JsonToken.START_ARRAY) {
                list(parser, null, visitor);
            } else if (first == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    if (parser.nextToken() == JsonToken.START_ARRAY && !name.contains(".")) {
                        list(parser, name, visitor);
                    } else {
                        visitor.row(null, name, MAPPER.readTree(parser));
                    }
                }
            } else {
                throw bad(file, "neither a list nor an object");
            }
        } catch (JacksonException problem) {
            throw bad(file, problem.getOriginalMessage());
        }
    }

    private static void list(JsonParser parser, String name, Visitor visitor) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            visitor.row(name, null, MAPPER.readTree(parser));
        }
    }

    private static InputException bad(Path file, String found) {
        return new InputException(
                InputException.Kind.BAD,
                "DATA-JSON",
                file.toString(),
                found == null ? "no JSON" : found,
                "annotations in JSON",
                "Download it again");
    }

    /// A text or number as text; null for everything else.
    static String text(JsonNode node) {
        return node.isString() || node.isNumber() ? node.asString() : null;
    }

    /// The first of some fields that is there.
    static JsonNode first(JsonNode row, List<String> names) {
        for (String name : names) {
            JsonNode node = row.path(name);
            if (!node.isMissingNode() && !node.isNull()) {
                return node;
            }
        }
        return MAPPER.missingNode();
    }

    /// A text, a list of texts, or a list of `{answer}` as texts; others are left out.
    static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isArray()) {
            for (JsonNode item : node) {
                String text = text(item.isObject() ? item.path("answer") : item);
                if (text != null) {
                    texts.add(text);
                }
            }
        } else if (text(node) != null) {
            texts.add(text(node));
        }
        return texts;
    }
}
