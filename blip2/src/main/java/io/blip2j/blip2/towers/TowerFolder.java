package io.blip2j.blip2.towers;

import io.blip2j.blip2.checkpoint.ModelFolder;
import io.blip2j.blip2.checkpoint.ModelSource;
import io.blip2j.blip2.checkpoint.ModelWriter;
import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.language.LanguageModel;
import io.blip2j.blip2.model.ModelPlan;
import io.blip2j.blip2.opt.OptConfig;
import io.blip2j.blip2.opt.OptForCausalLm;
import io.blip2j.blip2.t5.T5Config;
import io.blip2j.blip2.t5.T5ForConditionalGeneration;
import io.blip2j.blip2.vit.VisionConfig;
import io.blip2j.blip2.vit.VisionTower;
import io.blip2j.core.backend.Backend;
import io.blip2j.nn.state.KeyMap;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/// A tower in a folder of its own, as Hugging Face writes `Blip2VisionModel`, `CLIPVisionModel`, `OPTForCausalLM`
/// and `T5ForConditionalGeneration`: what the stages take their frozen parts from.
public final class TowerFolder {
    private TowerFolder() {}

    /// Writes an encoder.
    public static void save(VisionTower tower, Path folder) {
        ModelWriter.write(folder, tower, _ -> true, ModelWriter.MAX_FILE_BYTES);
        ObjectNode json = tower.config().toJson();
        boolean clip = tower.config().modelType().equals(VisionConfig.CLIP);
        json.putArray("architectures").add(clip ? "CLIPVisionModel" : "Blip2VisionModel");
        ConfigJson.write(folder.resolve("config.json"), json);
    }

    /// Reads an encoder.
    public static VisionTower vision(Path folder, Backend backend) {
        try (ModelFolder files = ModelFolder.open(folder)) {
            return vision(files).load(files, backend, _ -> {});
        }
    }

    /// The encoder that files hold, without values yet.
    public static ModelPlan<VisionTower> vision(ModelSource files) {
        return new ModelPlan<>(VisionTower.of(VisionConfig.of(files.config())), KeyMap.SAME);
    }

    /// Writes a language model.
    public static void save(LanguageModel model, Path folder) {
        ModelWriter.write(folder, model, _ -> true, ModelWriter.MAX_FILE_BYTES);
        ObjectNode json = model.config().toJson();
        boolean opt = model.config().decoderOnly();
        json.putArray("architectures").add(opt ? "OPTForCausalLM" : "T5ForConditionalGeneration");
        ConfigJson.write(folder.resolve("config.json"), json);
    }

    /// Reads a language model.
    public static LanguageModel language(Path folder, Backend backend) {
        try (ModelFolder files = ModelFolder.open(folder)) {
            return language(files).load(files, backend, _ -> {});
        }
    }

    /// The language model that files hold, without values yet.
    public static ModelPlan<? extends LanguageModel> language(ModelSource files) {
        ConfigJson config = files.config();
        if (config.text("model_type", "opt").equals("t5")) {
            T5ForConditionalGeneration t5 = T5ForConditionalGeneration.of(T5Config.of(config), files, "");
            return new ModelPlan<>(t5, t5.keys());
        }
        OptForCausalLm opt = new OptForCausalLm(OptConfig.of(config));
        return new ModelPlan<>(opt, opt.keys());
    }
}
