package io.blip2j.blip2.folders;

import io.blip2j.blip2.checkpoint.ModelFolder;
import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.language.LanguageModel;
import io.blip2j.blip2.model.Blip2Config;
import io.blip2j.blip2.model.Blip2Folder;
import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import io.blip2j.blip2.model.Blip2ForImageTextRetrieval;
import io.blip2j.blip2.model.ModelPlan;
import io.blip2j.blip2.model.RetrievalFolder;
import io.blip2j.blip2.stage1.Stage1Folder;
import io.blip2j.blip2.stage1.Stage1Model;
import io.blip2j.blip2.towers.TowerFolder;
import io.blip2j.blip2.vit.VisionConfig;
import io.blip2j.blip2.vit.VisionTower;
import io.blip2j.core.InputException;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.state.KeyMatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Looks at a folder: a BLIP-2 of either kind, a run, an image encoder or a language model alone.
///
/// Only settings and headers are read: it takes no longer for a large model than for a small one.
public final class Inspection {
    private static final List<String> TOKENIZER_FILES =
            List.of("tokenizer.json", "vocab.json", "merges.txt", "vocab.txt", "spiece.model");
    private static final int LAVIS_START = 0; // its caption's first id is of no matter to names and shapes

    private Inspection() {}

    /// What a folder holds.
    /// @throws InputException if there is nothing that can be looked at
    public static FolderReport of(Path folder) {
        FolderReport report = null;
        for (String part : ModelFolder.modelsIn(folder).reversed()) {
            try (ModelFolder files = ModelFolder.open(folder.resolve(part))) {
                report = report == null ? report(files) : report(files).with(report);
            }
        }
        return report;
    }

    /// A model without values, and its settings as they are written with every default.
    private record Plan(ModelPlan<?> plan, String architecture, ObjectNode settings) {}

    private static Plan plan(ModelFolder files) {
        ConfigJson config = files.config();
        String type = config.text("model_type", Blip2Config.MODEL_TYPE);
        switch (type) {
            case Blip2Config.MODEL_TYPE -> {
                if (!RetrievalFolder.isDescribedBy(config)) {
                    ModelPlan<Blip2ForConditionalGeneration> plan = Blip2Folder.plan(files);
                    return new Plan(plan, Blip2Folder.ARCHITECTURE, Blip2Folder.settings(plan.model()));
                }
                Path lavis = files.path().resolve(Stage1Folder.LAVIS_TENSORS);
                if (Files.isRegularFile(lavis)) {
                    files.add(lavis);
                }
                if (files.names().contains("temp")) {
                    ModelPlan<Stage1Model> plan = Stage1Folder.plan(files, LAVIS_START);
                    return new Plan(plan, "stage 1 model", plan.model().config().toJson());
                }
                ModelPlan<Blip2ForImageTextRetrieval> plan = RetrievalFolder.plan(files);
                return new Plan(
                        plan,
                        "Blip2ForImageTextRetrieval",
                        plan.model().config().toJson());
            }
            case VisionConfig.BLIP2, VisionConfig.CLIP -> {
                ModelPlan<VisionTower> plan = TowerFolder.vision(files);
                String architecture = type.equals(VisionConfig.CLIP) ? "CLIPVisionModel" : "Blip2VisionModel";
                return new Plan(plan, architecture, plan.model().config().toJson());
            }
            case "opt", "t5" -> {
                ModelPlan<? extends LanguageModel> plan = TowerFolder.language(files);
                String architecture = type.equals("opt") ? "OPTForCausalLM" : "T5ForConditionalGeneration";
                return new Plan(plan, architecture, plan.model().config().toJson());
            }
            default ->
                throw config.wrong(
                        "model_type",
                        "'" + type + "'",
                        Blip2Config.MODEL_TYPE + ", " + VisionConfig.BLIP2 + ", " + VisionConfig.CLIP + ", opt or t5");
        }
    }

    private static FolderReport report(ModelFolder files) {
        Plan plan = plan(files);
        KeyMatch match = KeyMatch.of(plan.plan().model(), files, plan.plan().keys());
        Map<String, Long> parts = new LinkedHashMap<>();
        long parameters = 0;
        for (Parameter parameter : plan.plan().model().parameters()) {
            String path = parameter.path();
            String part = path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
            parts.merge(part, (long) parameter.shape().size(), Long::sum);
            parameters += parameter.shape().size();
        }
        Map<String, Integer> types = new TreeMap<>();
        long bytes = 0;
        for (String name : files.names()) {
            types.merge(files.dtype(name).name(), 1, Integer::sum);
            bytes += (long) files.shape(name).size() * files.dtype(name).bytes();
        }
        Map<String, Object> config = new LinkedHashMap<>();
        flatten("", plan.settings(), config);
        return new FolderReport(
                files.path().toString(),
                plan.architecture(),
                parameters,
                parts,
                bytes,
                types,
                files.files().stream()
                        .map(file -> file.getFileName().toString())
                        .toList(),
                config,
                leftOut(config, files.config()),
                match.missing(),
                match.extra(),
                match.ignored(),
                wrongShapes(match, files),
                tokenizer(files.path()),
                null);
    }

    private static List<String> wrongShapes(KeyMatch match, ModelFolder files) {
        List<String> wrong = new ArrayList<>();
        for (String key : match.wrongShape()) {
            wrong.add(key + " " + files.shape(key) + ", expected "
                    + match.found().get(key).shape());
        }
        return wrong;
    }

    /// Settings of parts under names with dots.
    private static void flatten(String prefix, ObjectNode settings, Map<String, Object> into) {
        for (Map.Entry<String, JsonNode> entry : settings.properties()) {
            if (entry.getValue() instanceof ObjectNode part) {
                flatten(prefix + entry.getKey() + ".", part, into);
            } else {
                into.put(prefix + entry.getKey(), value(entry.getValue()));
            }
        }
    }

    private static Object value(JsonNode node) {
        if (node.isBoolean()) {
            return node.booleanValue();
        } else if (node.isNumber()) {
            return node.numberValue();
        }
        return node.isString() ? node.stringValue() : node.toString();
    }

    private static Map<String, Object> leftOut(Map<String, Object> config, ConfigJson file) {
        Map<String, Object> given = new LinkedHashMap<>();
        flatten("", file.tree(), given);
        Set<String> named = new HashSet<>(given.keySet());
        Map<String, Object> leftOut = new LinkedHashMap<>(config);
        leftOut.keySet().removeAll(named);
        leftOut.keySet().removeIf(key -> key.endsWith("architectures") || key.endsWith("dtype"));
        return leftOut;
    }

    private static List<String> tokenizer(Path folder) {
        return TOKENIZER_FILES.stream()
                .filter(name -> Files.isRegularFile(folder.resolve(name)))
                .toList();
    }
}
