package io.blip2j.core.io;

import io.blip2j.core.InputException;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// The header of a safetensors file: which tensor lies where, checked so that nothing outside the file is ever
/// read.
///
/// Names occur once; ranges tile the data without overlap or hole; a range has exactly the bytes of its shape and
/// type. A field that the format does not know is passed over with a warning.
///
/// **Source:** the safetensors format description; the reference reader's checks, and the ones it lacks.
final class SafeTensorsHeader {
    static final int MAX_BYTES = 100_000_000;
    private static final int MAX_RANK = 8;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NAME = 4096;
    private static final String AGAIN = "Download or save it again";
    private static final int MAX_TENSORS = 200_000; // what a heap of 256 MB has room for; models have some thousands
    private static final long MAX_AXIS = Integer.MAX_VALUE - 64; // of a tensor that is read
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
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(MAX_NAME)
                    .maxStringLength(1 << 20)
                    .build())
            .build();

    /// One tensor: its range is relative to the end of the header.
    record Entry(String name, DType dtype, long[] dims, long from, long to) {
        /// How many elements it has; the header is refused where that is no 64-bit number.
        long size() {
            long product = 1;
            for (long dim : dims) {
                product = dim == 0 || product == 0 ? 0 : Math.multiplyExact(product, dim);
            }
            return product;
        }
    }

    private final String file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private boolean warned;

    /// @param json the header's bytes, twice: they are read through once as text, and once as JSON
    SafeTensorsHeader(String file, Supplier<InputStream> json, long dataBytes) throws IOException {
        this.file = file;
        try (InputStream text = json.get()) {
            HeaderText.check(file, text);
        }
        try (InputStream text = json.get();
                JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            read(parser);
        } catch (StreamConstraintsException problem) {
            throw bad(
                    "ST-DEPTH",
                    "a header beyond the limits: " + problem.getOriginalMessage(),
                    "at most " + MAX_DEPTH + " levels and names of at most " + MAX_NAME + " characters",
                    AGAIN);
        } catch (JacksonIOException problem) {
            throw problem.getCause();
        } catch (JacksonException problem) {
            long at = problem.getLocation() == null ? 0 : problem.getLocation().getByteOffset();
            String found = "no valid JSON at byte " + at + " of the header: " + problem.getOriginalMessage();
            throw bad("ST-JSON", found, "a JSON object", AGAIN);
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
            JsonToken value = parser.nextToken();
            if (name.equals("__metadata__")) {
                once(!metadataSeen, name);
                metadataSeen = true;
                readMetadata(parser, value);
            } else {
                expect(parser, value, JsonToken.START_OBJECT);
                once(entries.put(name, readEntry(parser, name)) == null, name);
                if (entries.size() > MAX_TENSORS) {
                    String limit = "at most " + MAX_TENSORS;
                    throw bad("ST-COUNT", "more than " + MAX_TENSORS + " tensors", limit, "Save them in several files");
                }
            }
        }
        expect(parser, parser.nextToken(), null);
    }

    private void readMetadata(JsonParser parser, JsonToken value) {
        if (value == JsonToken.VALUE_NULL) { // the reference reader takes it for none
            return;
        }
        if (value != JsonToken.START_OBJECT) {
            throw bad("ST-META", "metadata that is " + value, "an object of texts", "Save the file again");
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = text(parser.currentName());
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                String found = "metadata '" + HeaderText.shown(key) + "' that is no text";
                throw bad("ST-META", found, "an object of texts", "Save the file again");
            }
            once(metadata.put(key, text(parser.getString())) == null, key);
        }
    }

    private Entry readEntry(JsonParser parser, String name) {
        DType dtype = null;
        long[] shape = null;
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
                    shape = shape(parser, name);
                }
                case "data_offsets" -> {
                    once(range == null, name + ".data_offsets");
                    range = range(parser, name);
                }
                default -> passOver(parser, field);
            }
        }
        if (dtype == null || shape == null || range == null) {
            String missing = dtype == null ? "dtype" : shape == null ? "shape" : "data_offsets";
            String found = "tensor '" + HeaderText.shown(name) + "' without " + missing;
            throw bad("ST-FIELD", found, "dtype, shape and data_offsets", AGAIN);
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

    private long[] shape(JsonParser parser, String name) {
        long[] dims = numbers(parser, name, "shape", "ST-SHAPE", MAX_RANK, "ST-RANK");
        boolean empty = Arrays.stream(dims).anyMatch(dim -> dim == 0);
        long left = Long.MAX_VALUE / Double.BYTES; // elements that a file can have at all
        for (long dim : dims) {
            if (!empty && dim > left) {
                String found = "shape " + Arrays.toString(dims) + " of tensor '" + HeaderText.shown(name) + "'";
                throw bad("ST-OVERFLOW", found, "fewer than 2^60 elements", AGAIN);
            }
            left /= Math.max(1, dim);
        }
        return dims;
    }

    /// The shape of a tensor that is to be read.
    Shape shape(Entry entry) {
        int[] sizes = new int[entry.dims.length];
        for (int i = 0; i < sizes.length; i++) {
            if (entry.dims[i] > MAX_AXIS || entry.size() > MAX_AXIS) {
                throw bad(
                        "ST-LARGE",
                        "shape " + Arrays.toString(entry.dims) + " of tensor '" + HeaderText.shown(entry.name) + "'",
                        "at most " + MAX_AXIS + " elements",
                        "Split the tensor");
            }
            sizes[i] = (int) entry.dims[i];
        }
        return Shape.of(sizes);
    }

    private long[] range(JsonParser parser, String name) {
        long[] places = numbers(parser, name, "data_offsets", "ST-OFFSET", 2, "ST-OFFSET");
        if (places.length != 2 || places[0] > places[1]) {
            String found = "data_offsets " + Arrays.toString(places) + " of tensor '" + HeaderText.shown(name) + "'";
            throw bad("ST-OFFSET", found, "[from, to]", AGAIN);
        }
        return places;
    }

    /// The unsigned integers of an array; anything else, `-0` and `1.0` too, is refused.
    private long[] numbers(JsonParser parser, String name, String field, String code, int most, String tooMany) {
        expect(parser, parser.currentToken(), JsonToken.START_ARRAY);
        long[] values = new long[most];
        int count = 0;
        String of = " of tensor '" + HeaderText.shown(name) + "'";
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            String digits = parser.getString();
            if (token != JsonToken.VALUE_NUMBER_INT || !isUnsigned(digits)) {
                String found = field + of + " with '" + HeaderText.shown(digits) + "'";
                throw bad(code, found, "unsigned integers below 2^63", AGAIN);
            } else if (count == most) {
                throw bad(tooMany, "more than " + most + " numbers in " + field + of, "at most " + most, AGAIN);
            }
            values[count++] = Long.parseLong(digits);
        }
        return Arrays.copyOf(values, count);
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
            long bytes = entry.size() * entry.dtype.bytes();
            String range = "tensor '" + HeaderText.shown(entry.name) + "' at " + entry.from + ".." + entry.to;
            if (entry.to - entry.from != bytes) {
                throw bad(
                        "ST-SIZE",
                        range + " (" + (entry.to - entry.from) + " bytes)",
                        bytes + " bytes for " + entry.dtype + " " + Arrays.toString(entry.dims),
                        AGAIN);
            } else if (entry.from < at) {
                String found = range + " in the bytes of '" + HeaderText.shown(before.name) + "'";
                throw bad("ST-OVERLAP", found, "bytes of its own for each tensor", AGAIN);
            } else if (entry.from > dataBytes) {
                throw bad("ST-OFFSET", range, "a place in the " + dataBytes + " bytes of data", AGAIN);
            } else if (entry.from > at) {
                String found = "bytes " + at + ".." + entry.from + " that belong to no tensor";
                throw bad("ST-HOLE", found, "tensors one behind the other", AGAIN);
            } else if (entry.to > dataBytes) {
                String found = dataBytes + " bytes of data (truncated download?)";
                throw bad("ST-TRUNC", found, "at least " + entry.to + " bytes, for " + range, AGAIN);
            }
            at = entry.to;
            before = entry;
        }
        if (at != dataBytes) {
            String found = dataBytes - at + " extra bytes behind the last tensor";
            throw bad("ST-TAIL", found, "a file that ends there", AGAIN);
        }
    }

    private void once(boolean first, String name) {
        if (!first) {
            throw bad("ST-DUP", "'" + HeaderText.shown(name) + "' twice", "each name once", AGAIN);
        }
    }

    private String text(String text) {
        if (HeaderText.hasLoneSurrogate(text)) {
            String found = "half a character (a lone surrogate) in '" + HeaderText.shown(text) + "'";
            throw bad("ST-JSON", found, "names in Unicode", AGAIN);
        }
        return text;
    }

    private void expect(JsonParser parser, JsonToken got, JsonToken wanted) {
        if (got != wanted) {
            String found = got + " at byte " + parser.currentTokenLocation().getByteOffset() + " of the header";
            throw bad("ST-JSON", found, wanted == null ? "its end" : wanted.toString(), AGAIN);
        }
    }

    private InputException bad(String code, String found, String expected, String fix) {
        return new InputException(InputException.Kind.BAD, code, file, found, expected, fix);
    }
}
