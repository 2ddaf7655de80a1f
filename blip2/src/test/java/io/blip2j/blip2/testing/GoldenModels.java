package io.blip2j.blip2.testing;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.language.Ids;
import io.blip2j.blip2.language.LanguageModel;
import io.blip2j.blip2.opt.OptConfig;
import io.blip2j.blip2.opt.OptForCausalLm;
import io.blip2j.blip2.t5.T5Config;
import io.blip2j.blip2.t5.T5ForConditionalGeneration;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.io.SafeTensors;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.Golden;
import io.blip2j.core.testing.GoldenCase;
import io.blip2j.core.testing.Json;
import io.blip2j.nn.state.TensorSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The golden model folders: each case of some kinds, on each backend, with each style of configuration.
public final class GoldenModels {
    private GoldenModels() {}

    /// One case to be run.
    ///
    /// @param folder of the model
    /// @param configName `config.json` or the older style
    public record Run(Path folder, String configName, GoldenCase golden, Backend backend) {
        /// The configuration.
        public ConfigJson config() {
            return ConfigJson.read(folder.resolve(configName));
        }

        /// The weights.
        public TensorSource weights() {
            Path file = folder.resolve(golden.bundle().head().get("weights").text());
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            try (SafeTensors open = SafeTensors.open(file)) {
                open.names().forEach(name -> tensors.put(name, open.read(name, backend)));
            }
            return TensorSource.of(file.toString(), tensors);
        }

        /// The language model that a folder without pictures holds.
        public LanguageModel languageModel() {
            ConfigJson config = config();
            return "opt".equals(config.text("model_type", ""))
                    ? OptForCausalLm.load(OptConfig.of(config), weights(), backend)
                    : T5ForConditionalGeneration.load(T5Config.of(config), weights(), backend);
        }

        /// An input, or null.
        public Tensor input(String name) {
            Json inputs = golden.get("inputs");
            return inputs.has(name) ? golden.tensor(inputs.get(name), backend) : null;
        }

        /// An input of ids as rows, or null.
        public long[][] rows(String name) {
            Tensor ids = input(name);
            return ids == null ? null : Ids.rows(ids);
        }

        /// Compares all outputs of the case.
        public void checkOutputs(Map<String, Tensor> got) {
            Json outputs = golden.get("outputs");
            for (String name : outputs.fields()) {
                if (!got.containsKey(name)) {
                    throw new AssertionError(this + ": no tensor named " + name + " among " + got.keySet());
                }
                golden.check(
                        name,
                        got.get(name),
                        outputs.get(name),
                        golden.get("tol").get(name),
                        false);
            }
        }

        @Override
        public String toString() {
            return folder.getFileName() + " " + golden.id() + " " + configName + " " + backend.name();
        }
    }

    /// Cases of the given kinds in folders whose `model_type` is among the given ones.
    public static List<Run> runs(Set<String> modelTypes, Set<String> kinds, String... configNames) {
        List<Run> runs = new ArrayList<>();
        for (Path folder : Golden.folders("models")) {
            if (!Files.exists(folder.resolve("expected.json"))
                    || !modelTypes.contains(
                            ConfigJson.read(folder.resolve("config.json")).text("model_type", ""))) {
                continue;
            }
            for (GoldenCase golden :
                    Golden.open(folder.resolve("expected.json")).cases()) {
                if (kinds.contains(golden.get("kind").text())) {
                    for (String configName : configNames) {
                        for (String backend : Backends.names()) {
                            runs.add(new Run(folder, configName, golden, Backends.named(backend)));
                        }
                    }
                }
            }
        }
        return runs;
    }
}
