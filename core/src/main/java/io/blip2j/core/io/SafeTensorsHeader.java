package io.blip2j.core.io;

import io.blip2j.core.InputException;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// The header of a safetensors file: which tensor lies where, checked so that nothing outside the file is ever read.
///
/// Names occur once; ranges tile the data without overlap or hole; a range has exactly the bytes of its shape and
/// type.
///
/// **Source:** the safetensors format description; the reference reader's checks, and the ones it lacks.
final class SafeTensorsHeader {
    static final int MAX_BYTES = 100_000_000;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNameLength(4096)
                    .maxStringLength(1 << 20)
                    .build())
            .build();

    /// One tensor: its range is relative to the end of the header.
    record Entry(String name, DType dtype, Shape shape, long from, long to) {}

    private final String file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    SafeTensorsHeader(String file, byte[] json, long dataBytes) {
        this.file = file;
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
                if (name.equals("__metadata__")) {
                    readMetadata(parser);
                } else {
                    entries.put(name, readEntry(parser, name));
                }
            }
        } catch (JacksonException problem) {
            throw bad("ST-JSON", "a header that is no valid JSON: " + problem.getOriginalMessage());
        }
        checkTiling(dataBytes);
    }

    Map<String, Entry> entries() {
        return entries;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    private void readMetadata(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            expect(parser, parser.nextToken(), JsonToken.VALUE_STRING);
            metadata.put(key, parser.getString());
        }
    }

    private Entry readEntry(JsonParser parser, String name) {
        DType dtype = null;
        List<Long> dims = null;
        List<Long> range = null;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "dtype" -> {
                    expect(parser, value, JsonToken.VALUE_STRING);
                    dtype = dtype(name, parser.getString());
                }
                case "shape" -> dims = numbers(parser, value);
                case "data_offsets" -> range = numbers(parser, value);
                default -> throw bad("ST-FIELD", "unknown field '" + field + "' of tensor '" + name + "'");
            }
        }
        if (dtype == null || dims == null || range == null || range.size() != 2) {
            throw bad("ST-FIELD", "tensor '" + name + "' without dtype, shape or data_offsets [from, to]");
        }
        return new Entry(name, dtype, shape(name, dims), range.get(0), range.get(1));
    }

    private DType dtype(String name, String word) {
        for (DType type : DType.values()) {
            if (type.name().equals(word)) {
                return type;
            }
        }
        throw bad("ST-DTYPE", "type '" + word + "' of tensor '" + name + "'");
    }

    private Shape shape(String name, List<Long> dims) {
        int[] sizes = new int[dims.size()];
        long product = 1;
        for (int i = 0; i < sizes.length; i++) {
            long dim = dims.get(i);
            product = dim > Integer.MAX_VALUE ? Long.MAX_VALUE : product * dim;
            if (dim < 0 || product > Integer.MAX_VALUE - 64) {
                throw bad("ST-SHAPE", "shape " + dims + " of tensor '" + name + "'");
            }
            sizes[i] = (int) dim;
        }
        return Shape.of(sizes);
    }

    private List<Long> numbers(JsonParser parser, JsonToken start) {
        expect(parser, start, JsonToken.START_ARRAY);
        List<Long> values = new ArrayList<>();
        JsonToken token = parser.nextToken();
        while (token == JsonToken.VALUE_NUMBER_INT && values.size() < 64) {
            values.add(parser.getLongValue());
            token = parser.nextToken();
        }
        expect(parser, token, JsonToken.END_ARRAY);
        return values;
    }

    private void checkTiling(long dataBytes) {
        List<Entry> byPlace = new ArrayList<>(entries.values());
        byPlace.sort(Comparator.comparingLong(Entry::from).thenComparingLong(Entry::to));
        long at = 0;
        for (Entry entry : byPlace) {
            long bytes = (long) entry.shape.size() * entry.dtype.bytes();
            if (entry.from != at || entry.to - entry.from != bytes) {
                throw bad(
                        "ST-OFFSETS",
                        "tensor '" + entry.name + "' at " + entry.from + ".." + entry.to + ", where " + bytes
                                + " bytes from " + at + " on belong to " + entry.dtype + " " + entry.shape);
            }
            at = entry.to;
        }
        if (at != dataBytes) {
            throw bad("ST-TRUNCATED", dataBytes + " bytes of data where the header names " + at);
        }
    }

    private void expect(JsonParser parser, JsonToken got, JsonToken wanted) {
        if (got != wanted) {
            throw bad(
                    "ST-JSON",
                    got + " at header byte " + parser.currentLocation().getByteOffset() + " instead of " + wanted);
        }
    }

    private InputException bad(String code, String found) {
        return new InputException(
                InputException.Kind.BAD, code, file, found, "a safetensors file", "Download or save it again");
    }
}
