package io.blip2j.blip2.malformed;

import io.blip2j.blip2.checkpoint.ModelFolder;
import io.blip2j.blip2.checkpoint.NotFinite;
import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.malformed.Row.Told;
import io.blip2j.blip2.vit.VisionConfig;
import io.blip2j.blip2.vit.VisionTower;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.io.SafeTensorsWriter;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.state.KeyMap;
import io.blip2j.nn.state.StateDict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Rows ST43 and ST44: files that are sound and do not belong to the model, or to each other.
final class ModelRows {
    private static final ConfigJson SETTINGS = ConfigJson.parse("settings", """
            {"model_type": "clip_vision_model", "hidden_size": 8, "num_attention_heads": 2, "intermediate_size": 8,
             "num_hidden_layers": 2, "image_size": 8, "patch_size": 4}
            """);
    private static final String FIRST = "part-1.safetensors";
    private static final String SECOND = "part-2.safetensors";
    private final List<Row> rows = new ArrayList<>();

    private ModelRows() {}

    static List<Row> rows() {
        ModelRows all = new ModelRows();
        all.tensors();
        all.notFinite();
        all.indices();
        return all.rows;
    }

    private static Map<String, Tensor> tensors(VisionTower tower) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        tower.parameters()
                .forEach(each -> all.put(
                        each.path(),
                        Tensor.zeros(TensorFiles.BACKEND, each.shape().dims())));
        return all;
    }

    private static void load(Path folder) {
        try (ModelFolder files = ModelFolder.open(folder)) {
            VisionTower tower = VisionTower.of(VisionConfig.of(SETTINGS));
            StateDict.load(tower, files, KeyMap.SAME, TensorFiles.BACKEND);
        }
    }

    private Row.Input changed(Consumer<Map<String, Tensor>> change) {
        return folder -> {
            Map<String, Tensor> tensors = tensors(VisionTower.of(VisionConfig.of(SETTINGS)));
            change.accept(tensors);
            SafeTensorsWriter.write(folder.resolve(ModelFolder.WEIGHTS), tensors, Map.of());
            return folder;
        };
    }

    private void refused(String id, String what, Row.Input input, Told told) {
        rows.add(Row.refused(id, what, input, ModelRows::load, told));
    }

    private void tensors() {
        String weight = "post_layernorm.weight";
        Tensor numbers = Tensor.zeros(TensorFiles.BACKEND, 8);
        refused(
                "ST43",
                "tensor missing",
                changed(all -> all.remove(weight)),
                Told.bad("MODEL-MISSING", "no tensor for parameter '" + weight + "'", "the tensors of this model"));
        refused(
                "ST43",
                "all but one missing",
                changed(all -> all.keySet().retainAll(List.of(weight))),
                Told.bad("MODEL-MISSING", "' and 28 more", "the tensors of this model"));
        refused(
                "ST43",
                "tensor too many",
                changed(all -> all.put("post_layernorm.scale", numbers)),
                Told.bad("MODEL-EXTRA", "no parameter for tensor 'post_layernorm.scale'", "the tensors of this model"));
        refused(
                "ST43",
                "another shape",
                changed(all -> all.put(weight, Tensor.zeros(TensorFiles.BACKEND, 9))),
                Told.bad("MODEL-SHAPE", "'" + weight + "' of shape [9]", "shape [8]"));
        Tensor integers = Tensor.of(TensorFiles.BACKEND, Storage.plain(DType.I64, 8), Layout.contiguous(Shape.of(8)));
        refused(
                "ST43",
                "another type",
                changed(all -> all.put(weight, integers)),
                Told.bad("MODEL-DTYPE", "'" + weight + "' of type I64", "F32, F16, BF16 or F64"));
        rows.add(Row.accepted(
                "ST43",
                "position_ids too many",
                changed(all -> all.put("embeddings.position_ids", integers)),
                ModelRows::load));
    }

    private void notFinite() {
        Row.Input input = changed(all -> {
            all.put(
                    "post_layernorm.weight",
                    Tensor.of(TensorFiles.BACKEND, new float[] {1, 2, 0, 0, 0, 0, 0, Float.NaN}, 8));
            all.put(
                    "post_layernorm.bias",
                    Tensor.full(TensorFiles.BACKEND, DType.F32, Shape.of(8), Double.NEGATIVE_INFINITY));
        });
        rows.add(Row.accepted("ST41", "weights that are no numbers", input, ModelRows::load));
        Row.Reader strict = path -> {
            try (ModelFolder files = ModelFolder.open(path)) {
                NotFinite.refuse(files);
            }
        };
        String found = "NaN at [7] of tensor 'post_layernorm.weight', 1 such values in it, 1 more tensors";
        rows.add(Row.refused(
                "ST41", "such weights, strictly", input, strict, Told.bad("ST-FINITE", found, "finite numbers")));
    }

    /// Two files, and this text as their index.
    private static Row.Input indexed(String index) {
        return folder -> {
            VisionTower tower = VisionTower.of(VisionConfig.of(SETTINGS));
            Map<String, Tensor> first = tensors(tower);
            Map<String, Tensor> second = new LinkedHashMap<>();
            StringBuilder places = new StringBuilder();
            long bytes = 0;
            for (String name : List.copyOf(first.keySet())) {
                bytes += 4L * first.get(name).shape().size();
                boolean later = places.length() > 1000;
                places.append(places.isEmpty() ? "" : ",")
                        .append('"')
                        .append(name)
                        .append("\":\"");
                places.append(later ? SECOND : FIRST).append('"');
                if (later) {
                    second.put(name, first.remove(name));
                }
            }
            SafeTensorsWriter.write(folder.resolve(FIRST), first, Map.of());
            SafeTensorsWriter.write(folder.resolve(SECOND), second, Map.of());
            String text = index.replace("BYTES", Long.toString(bytes)).replace("PLACES", places);
            Files.writeString(folder.resolve(ModelFolder.INDEX), text);
            return folder;
        };
    }

    private void indices() {
        String sound = "{\"metadata\":{\"total_size\":BYTES},\"weight_map\":{PLACES}}";
        rows.add(Row.accepted("ST44", "two files", indexed(sound), ModelRows::load));
        refused(
                "ST44",
                "file missing",
                folder -> {
                    Path made = indexed(sound).write(folder);
                    Files.delete(made.resolve(SECOND));
                    return made;
                },
                new Told(
                        InputException.Kind.MISSING,
                        "IDX-MISSING",
                        "'" + SECOND + "', which is not there",
                        "all files"));
        for (String path : List.of("../model.safetensors", "/etc/passwd", "a\\\\b.safetensors", ".hidden", "")) {
            refused(
                    "ST44",
                    "file " + path,
                    indexed(sound.replace("PLACES", "\"x\":\"" + path + "\"")),
                    Told.bad("IDX-PATH", "tensor 'x' in \"" + path, "the name of a file in the same folder"));
        }
        refused(
                "ST44",
                "link out of the folder",
                folder -> {
                    Path made = indexed(sound).write(Files.createDirectory(folder.resolve("model")));
                    Files.move(made.resolve(SECOND), folder.resolve("outside"));
                    Files.createSymbolicLink(made.resolve(SECOND), folder.resolve("outside"));
                    return made;
                },
                Told.bad("IDX-LINK", "'" + SECOND + "', a link out of the folder", "a file in the folder"));
        rows.add(Row.accepted(
                "ST44",
                "links of a hub cache",
                folder -> {
                    Path cache = folder.resolve("models--a--b");
                    Path made = indexed(sound).write(Files.createDirectories(cache.resolve("snapshots/1")));
                    Path blobs = Files.createDirectory(cache.resolve("blobs"));
                    for (String name : List.of(FIRST, SECOND, ModelFolder.INDEX)) {
                        Files.move(made.resolve(name), blobs.resolve(name));
                        Files.createSymbolicLink(made.resolve(name), Path.of("../../blobs", name));
                    }
                    return made;
                },
                ModelRows::load));
        refused(
                "ST44",
                "tensor in no file",
                indexed(sound.replace("PLACES", "PLACES,\"x\":\"" + FIRST + "\"")),
                Told.bad("IDX-TENSOR", "tensor 'x' said to be in \"" + FIRST + "\"", "the file that has it"));
        refused(
                "ST44",
                "total size",
                indexed(sound.replace("BYTES", "BYTES1")),
                Told.bad("IDX-SIZE", "total_size ", " bytes, as in its "));
        refused("ST44", "cut short", indexed(sound.substring(0, 30)), Told.bad("CFG-JSON", "line 1, column ", "JSON"));
    }
}
