package io.blip2j.blip2.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where the golden files are and how their values are read.
final class GoldenTokenizers {
    private static final JsonMapper MAPPER = new JsonMapper();

    private GoldenTokenizers() {}

    static Path root() {
        Path build = Path.of(System.getProperty("blip2j.root", ""));
        return build.resolve(System.getProperty("golden.dir", "tools/golden/data"));
    }

    /// One tokenizer read in one of its forms, with the expectations for it.
    record Form(String name, Path folder, Tokenizer tokenizer, JsonNode cases) {
        @Override
        public String toString() {
            return name;
        }

        Stream<JsonNode> list(String list) {
            return StreamSupport.stream(cases.path(list).spliterator(), false);
        }
    }

    /// Every folder in every form that it holds.
    static Stream<Form> forms() {
        return folders().flatMap(folder -> {
            JsonNode cases = json(folder.resolve("cases.json"));
            String name = folder.getFileName().toString();
            Stream<Form> older =
                    Stream.of(new Form(name + " older files", folder, Tokenizers.loadOlderFiles(folder), cases));
            Stream<Form> jsons = list(folder).stream()
                    .map(file -> file.getFileName().toString())
                    .filter(file -> file.matches("tokenizer(\\..*)?\\.json"))
                    .map(file -> new Form(name + " " + file, folder, Tokenizers.load(folder, file), cases));
            return Stream.concat(older, jsons);
        });
    }

    static Stream<Path> folders() {
        return list(root().resolve("tokenizers")).stream().filter(Files::isDirectory);
    }

    static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(Path file) {
        JsonNode json = MAPPER.readTree(file);
        if (!json.path("format").stringValue("").equals("golden/1")) {
            throw new IllegalStateException(file + " is not golden/1");
        }
        return json;
    }

    static int[] ints(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    static int[][] rows(JsonNode lists) {
        return StreamSupport.stream(lists.spliterator(), false)
                .map(GoldenTokenizers::ints)
                .toArray(int[][]::new);
    }

    static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::stringValue)
                .toList();
    }
}
