package io.blip2j.blip2.data;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Annotations in JSON, of any of the forms that [DataFormat] describes.
final class AnnotationFile {
    private static final List<String> PICTURE =
            List.of("image", "file_name", "filename", "image_path", "filepath", "path");
    // A run folder's captions.json has what the model said as caption, and what is right as reference.
    private static final List<String> CAPTION = List.of("reference", "caption", "captions", "text", "title");
    private static final List<String> ANSWERS = List.of("answers", "answer");

    private final Path file;
    private final SampleList into;
    private final Map<String, String> files = new HashMap<>();
    private final Map<String, List<String>> captions = new LinkedHashMap<>();
    private final List<JsonNode> questions = new ArrayList<>();
    private String subtype = "";
    private DataFormat format;
    private int row;

    private AnnotationFile(Path file, SampleList into) {
        this.file = file;
        this.into = into;
    }

    /// Reads a file.
    /// @return the form that it has
    static DataFormat read(Path file, SampleList into) throws IOException {
        AnnotationFile reading = new AnnotationFile(file, into);
        JsonRows.read(file, reading::visit);
        reading.finish();
        return reading.format == null ? DataFormat.LIST : reading.format;
    }

    private void visit(String list, String name, JsonNode node) {
        row++;
        String key = file.getFileName() + "#" + (name == null ? String.valueOf(row) : name);
        if (list == null && name == null) {
            listed(key, node);
        } else if ("images".equals(list) && node.has("sentences")) {
            karpathy(key, node);
        } else if ("images".equals(list)) {
            files.put(String.valueOf(JsonRows.text(node.path("id"))), JsonRows.text(node.path("file_name")));
        } else if ("annotations".equals(list) && node.has("caption")) {
            format = DataFormat.COCO;
            captions.computeIfAbsent(String.valueOf(JsonRows.text(node.path("image_id"))), _ -> new ArrayList<>())
                    .addAll(JsonRows.texts(node.path("caption")));
        } else if ("questions".equals(list)) {
            format = DataFormat.VQA;
            questions.add(node);
        } else if (name != null && node.isObject() && node.has("question")) {
            format = DataFormat.GQA;
            gqa(key, name, node);
        } else if (name != null && name.equals("data_subtype")) {
            subtype = String.valueOf(JsonRows.text(node));
        } else if (name != null && SampleList.isPicture(name) && name.indexOf('.') >= 0) {
            format = DataFormat.MAP;
            into.captions(key, name, null, JsonRows.texts(node));
        }
    }

    private void listed(String key, JsonNode node) {
        format = DataFormat.LIST;
        String picture = JsonRows.text(JsonRows.first(node, PICTURE));
        String imageId = JsonRows.text(node.path("image_id"));
        if (node.path("question").isString()) {
            into.question(
                    key,
                    picture,
                    imageId,
                    node.path("question").stringValue(),
                    JsonRows.text(node.path("question_id")),
                    JsonRows.texts(JsonRows.first(node, ANSWERS)));
            return;
        }
        into.captions(key, picture, imageId, JsonRows.texts(JsonRows.first(node, CAPTION)));
        int number = 0;
        for (JsonNode asked : node.path("questions")) {
            into.question(
                    key + "." + number++,
                    picture,
                    imageId,
                    JsonRows.text(asked.path("text")),
                    null,
                    JsonRows.texts(asked.path("expected")));
        }
    }

    private void karpathy(String key, JsonNode node) {
        format = DataFormat.KARPATHY;
        String split = String.valueOf(JsonRows.text(node.path("split")));
        String wanted = into.spec().split();
        if (wanted != null && !wanted.equals(split) && !(wanted.equals("train") && split.equals("restval"))) {
            return;
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode sentence : node.path("sentences")) {
            texts.addAll(JsonRows.texts(sentence.path("raw")));
        }
        String folder = JsonRows.text(node.path("filepath"));
        String name = JsonRows.text(node.path("filename"));
        String picture = folder == null || name == null ? name : folder + "/" + name;
        into.captions(key, picture, JsonRows.text(JsonRows.first(node, List.of("cocoid", "imgid"))), texts);
    }

    private void gqa(String key, String id, JsonNode node) {
        String image = JsonRows.text(node.path("imageId"));
        into.question(
                key,
                image == null ? null : image + ".jpg",
                image,
                JsonRows.text(node.path("question")),
                id,
                JsonRows.texts(node.path("answer")));
    }

    private void finish() throws IOException {
        captions.forEach((id, texts) -> into.captions(file.getFileName() + "#" + id, files.get(id), id, texts));
        if (captions.isEmpty() && format == null && !files.isEmpty()) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "DATA-TEXT",
                    file.toString(),
                    files.size() + " images without captions",
                    "an annotations list with captions",
                    "Take the annotation file of a split whose captions are published");
        }
        if (!questions.isEmpty()) {
            Map<String, List<String>> answers = answers();
            for (JsonNode asked : questions) {
                String id = JsonRows.text(asked.path("question_id"));
                String image = JsonRows.text(asked.path("image_id"));
                into.question(
                        file.getFileName() + "#" + id,
                        image == null ? null : cocoName(image),
                        image,
                        JsonRows.text(asked.path("question")),
                        id,
                        answers.getOrDefault(String.valueOf(id), List.of()));
            }
        }
    }

    /// Answers by question, from the file that the caller named.
    private Map<String, List<String>> answers() throws IOException {
        Map<String, List<String>> answers = new HashMap<>();
        Path beside = into.spec().annotations();
        if (beside != null) {
            JsonRows.read(beside, (list, _, node) -> {
                if ("annotations".equals(list)) {
                    answers.put(
                            String.valueOf(JsonRows.text(node.path("question_id"))),
                            JsonRows.texts(node.path("answers")));
                }
            });
        }
        return answers;
    }

    /// COCO's name of a numbered picture, in the folder of its split where there is one.
    private String cocoName(String id) {
        String name = id.matches("\\d{1,12}")
                ? String.format(Locale.ROOT, "COCO_%s_%012d.jpg", subtype, Long.parseLong(id))
                : id + ".jpg";
        return !subtype.isEmpty() && hasFolder() ? subtype + "/" + name : name;
    }

    private boolean hasFolder() {
        return Files.isDirectory(into.images().resolve(subtype));
    }
}
