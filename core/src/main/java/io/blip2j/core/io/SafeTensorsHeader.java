package io.blip2j.core.io;

import io.blip2j.core.InputException;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// The header of a safetensors file: which tensor lies where, checked so that nothing outside the file is ever read.
///
/// Names occur once; ranges tile the data without overlap or hole; a range has exactly the bytes of its shape and
/// type. A field that the format does not know is passed over with a warning.
///
/// **Source:** the safetensors format description; the reference reader's checks, and the ones it lacks.
final class SafeTensorsHeader {
    static final int MAX_BYTES = 100_000_000;
    private static final int MAX_RANK = 8;
    private static final long MAX_ELEMENTS = Integer.MAX_VALUE - 64;
    private static final Set<String> OTHER_TYPES = Set.of(
            "F4",
            "F6_E2M3",
            "F6_E3M2",
            "F8_E5M2",
            "F8_E4M3",
            "F8_E8M0",
            "F8_E4M3FNUZ",
            "F8_E5M2FNUZ",
            "I8",
            "I16",
            "U16",
            "U32",
            "U64",
            "C64");
    private static final System.Logger LOG = System.getLogger(SafeTensorsHeader.class.getName());
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxNameLength(4096)
                    .maxStringLength(1 << 20)
                    .build())
            .build();

    /// One tensor: its range is relative to the end of the header.
    record Entry(String name, DType dtype, Shape shape, long from, long to) {}

    private final String file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private boolean warned;

    SafeTensorsHeader(String file, byte[] json, long dataBytes) {
        this.file = file;
        HeaderText.check(file, json);
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            read(parser);
        } catch (StreamConstraintsException problem) {
            throw bad("ST-DEPTH", "a header beyond the limits: " + problem.getOriginalMessage());
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

    private void read(JsonParser parser) {
        expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
        boolean metadataSeen = false;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = text(parser.currentName());
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            if (name.equals("__metadata__")) {
                once(!metadataSeen, name);
                metadataSeen = true;
                readMetadata(parser);
            } else {
                once(entries.put(name, readEntry(parser, name)) == null, name);
            }
        }
        expect(parser, parser.nextToken(), null);
    }

    private void readMetadata(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = text(parser.currentName());
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw bad("ST-META", "metadata '" + HeaderText.shown(key) + "' that is no text");
            }
            once(metadata.put(key, text(parser.getString())) == null, key);
        }
    }

    private Entry readEntry(JsonParser parser, String name) {
        DType dtype = null;
        Shape shape = null;
        long[] range = null;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "dtype" -> {
                    once(dtype == null, name + ".dtype");
                    expect(parser, value, JsonToken.VALUE_STRING);
                    dtype = dtype(name, parser.getString());
                }
                case "shape" -> {
                    once(shape == null, name + ".shape");
                    shape = shape(name, numbers(parser, name, "ST-SHAPE", "shape"));
                }
                case "data_offsets" -> {
                    once(range == null, name + ".data_offsets");
                    range = range(name, numbers(parser, name, "ST-OFFSET", "data_offsets"));
                }
                default -> passOver(parser, field);
            }
        }
        if (dtype == null || shape == null || range == null) {
            String missing = dtype == null ? "dtype" : shape == null ? "shape" : "data_offsets";
            throw bad("ST-FIELD", "tensor '" + HeaderText.shown(name) + "' without " + missing);
        }
        return new Entry(name, dtype, shape, range[0], range[1]);
    }

    private void passOver(JsonParser parser, String field) {
        parser.skipChildren();
        if (!warned) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    file + ": tensors have a field '" + HeaderText.shown(field) + "' that safetensors does not know");
            warned = true;
        }
    }

    private DType dtype(String name, String word) {
        for (DType type : DType.values()) {
            if (type.name().equals(word)) {
                return type;
            }
        }
        String found = "type '" + HeaderText.shown(word) + "' of tensor '" + HeaderText.shown(name) + "'";
        if (OTHER_TYPES.contains(word)) {
            throw bad("ST-DTYPE-UNSUP", found, "a type we compute with", "Convert it to F32, BF16 or F16");
        }
        throw bad("ST-DTYPE", found, "one of " + List.of(DType.values()), "Save it again");
    }

    private Shape shape(String name, List<Long> dims) {
        if (dims.size() > MAX_RANK) {
            throw bad(
                    "ST-RANK", dims.size() + " axes in tensor '" + HeaderText.shown(name) + "', more than " + MAX_RANK);
        }
        int[] sizes = new int[dims.size()];
        boolean empty = dims.contains(0L);
        long product = 1;
        for (int i = 0; i < sizes.length; i++) {
            long dim = dims.get(i);
            product = empty ? 0 : dim > MAX_ELEMENTS ? Long.MAX_VALUE : product * dim;
            if (product > MAX_ELEMENTS || dim > MAX_ELEMENTS) {
                throw bad(
                        "ST-OVERFLOW",
                        "shape " + dims + " of tensor '" + HeaderText.shown(name) + "'",
                        "at most " + MAX_ELEMENTS + " elements",
                        "Split the tensor, or download the file again");
            }
            sizes[i] = (int) dim;
        }
        return Shape.of(sizes);
    }

    private long[] range(String name, List<Long> places) {
        if (places.size() != 2 || places.get(0) > places.get(1)) {
            throw bad(
                    "ST-OFFSET",
                    "data_offsets " + places + " of tensor '" + HeaderText.shown(name) + "', not [from, to]");
        }
        return new long[] {places.get(0), places.get(1)};
    }

    /// The unsigned integers of an array; anything else, `-0` and `1.0` too, is refused.
    private List<Long> numbers(JsonParser parser, String name, String code, String field) {
        expect(parser, parser.currentToken(), JsonToken.START_ARRAY);
        List<Long> values = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            String digits = parser.getString();
            if (token != JsonToken.VALUE_NUMBER_INT || !isUnsigned(digits)) {
                throw bad(
                        code,
                        field + " of tensor '" + HeaderText.shown(name) + "' with '" + HeaderText.shown(digits)
                                + "', no unsigned integer below 2^63");
            }
            values.add(Long.parseLong(digits));
        }
        return values;
    }

    private static boolean isUnsigned(String digits) {
        int length = digits.length();
        return digits.charAt(0) != '-'
                && (length < 19 || length == 19 && digits.compareTo(Long.toString(Long.MAX_VALUE)) <= 0);
    }

    private void checkTiling(long dataBytes) {
        List<Entry> byPlace = new ArrayList<>(entries.values());
        byPlace.sort(Comparator.comparingLong(Entry::from).thenComparingLong(Entry::to));
        long at = 0;
        Entry before = null;
        for (Entry entry : byPlace) {
            long bytes = (long) entry.shape.size() * entry.dtype.bytes();
            String range = "tensor '" + HeaderText.shown(entry.name) + "' at " + entry.from + ".." + entry.to;
            if (entry.to - entry.from != bytes) {
                throw bad(
                        "ST-SIZE", range + " where " + entry.dtype + " " + entry.shape + " needs " + bytes + " bytes");
            } else if (entry.from < at) {
                throw bad("ST-OVERLAP", range + " in the bytes of '" + HeaderText.shown(before.name) + "'");
            } else if (entry.from > dataBytes) {
                throw bad("ST-OFFSET", range + " past the end of " + dataBytes + " bytes of data");
            } else if (entry.from > at) {
                throw bad("ST-HOLE", "bytes " + at + ".." + entry.from + " that belong to no tensor");
            } else if (entry.to > dataBytes) {
                throw bad("ST-TRUNC", range + " where the data has " + dataBytes + " bytes (truncated download?)");
            }
            at = entry.to;
            before = entry;
        }
        if (at != dataBytes) {
            throw bad("ST-TAIL", dataBytes - at + " extra bytes behind the last tensor");
        }
    }

    private void once(boolean first, String name) {
        if (!first) {
            throw bad("ST-DUP", "'" + HeaderText.shown(name) + "' twice");
        }
    }

    private String text(String text) {
        if (HeaderText.hasLoneSurrogate(text)) {
            throw bad("ST-JSON", "half a character (a lone surrogate) in '" + HeaderText.shown(text) + "'");
        }
        return text;
    }

    private void expect(JsonParser parser, JsonToken got, JsonToken wanted) {
        if (got != wanted) {
            throw bad(
                    "ST-JSON",
                    got + " at header byte " + parser.currentLocation().getByteOffset() + " instead of "
                            + (wanted == null ? "the end" : wanted));
        }
    }

    private InputException bad(String code, String found) {
        return bad(code, found, "a safetensors file", "Download or save it again");
    }

    private InputException bad(String code, String found, String expected, String fix) {
        return new InputException(InputException.Kind.BAD, code, file, found, expected, fix);
    }
}
