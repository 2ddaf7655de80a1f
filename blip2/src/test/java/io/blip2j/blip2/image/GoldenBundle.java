package io.blip2j.blip2.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads one bundle of the golden data: a JSON file and the tensors beside it.
final class GoldenBundle {
    private static final JsonMapper JSON = new JsonMapper();

    final Path folder;
    final JsonNode root;
    private final byte[] data;
    private final JsonNode index;
    private final int start;

    GoldenBundle(Path json) {
        folder = json.getParent();
        root = JSON.readTree(bytes(json));
        if (!root.path("format").asString("").equals("golden/1")) {
            throw new IllegalStateException(json + ": not of format golden/1");
        }
        data = root.has("tensors") ? bytes(folder.resolve(root.get("tensors").asString())) : new byte[8];
        int length = (int) ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        start = 8 + length;
        index = length == 0 ? root : JSON.readTree(new String(data, 8, length, StandardCharsets.UTF_8));
    }

    /// The folder of all golden data: system property `golden.dir`, else `tools/golden/data` of this repository.
    static Path dir() {
        Path root = Path.of(System.getProperty("blip2j.root", ".")).toAbsolutePath();
        return root.resolve(System.getProperty("golden.dir", "tools/golden/data"))
                .normalize();
    }

    static List<Path> files(Path folder, String ending) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(p -> p.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The cases of every bundle in a folder that have a field of this name.
    static List<Case> casesWith(String section, String field) {
        List<Case> found = new ArrayList<>();
        for (Path json : files(dir().resolve(section), ".json")) {
            GoldenBundle bundle = new GoldenBundle(json);
            for (JsonNode node : bundle.root.get("cases")) {
                if (node.has(field)) {
                    found.add(new Case(bundle, node));
                }
            }
        }
        return found;
    }

    byte[] u8(JsonNode reference) {
        return u8(reference.get("tensor").asString());
    }

    byte[] u8(String key) {
        JsonNode range = index.get(key).get("data_offsets");
        return Arrays.copyOfRange(
                data, start + range.get(0).intValue(), start + range.get(1).intValue());
    }

    float[] f32(JsonNode reference) {
        byte[] raw = u8(reference);
        float[] out = new float[raw.length / 4];
        ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(out);
        return out;
    }

    /// Pixels stored as `[3, height, width]`.
    Picture picture(String key) {
        JsonNode shape = index.get(key).get("shape");
        int height = shape.get(1).intValue();
        int width = shape.get(2).intValue();
        byte[] planes = u8(key);
        byte[] levels = new byte[planes.length];
        for (int i = 0; i < height * width; i++) {
            for (int c = 0; c < 3; c++) {
                levels[3 * i + c] = planes[c * height * width + i];
            }
        }
        return Picture.of(width, height, levels);
    }

    Picture picture(JsonNode reference) {
        return picture(reference.get("tensor").asString());
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One case and the bundle it is from.
    record Case(GoldenBundle bundle, JsonNode node) {
        @Override
        public String toString() {
            return node.get("id").asString();
        }
    }
}
