package io.blip2j.blip2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.blip2.checkpoint.ModelFolder;
import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.image.Picture;
import io.blip2j.blip2.model.Blip2Config;
import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import io.blip2j.blip2.opt.OptConfig;
import io.blip2j.blip2.opt.OptForCausalLm;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.Golden;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.init.Initializer;
import io.blip2j.nn.state.StateDict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// A run folder whose Q-Former reads questions: what is saved comes back, and questions of different lengths in
/// one batch get the answers that they get alone.
class QuestionPathTest {
    private static final List<String> QUESTIONS =
            List.of("what?", "is there a red chair by the tree?", "how many dogs?");

    private final Backend backend = Backends.select();

    /// A folder with OPT and its tokenizer.
    private final Path golden = Golden.folders("models").stream()
            .filter(path -> Files.exists(path.resolve("merges.txt")))
            .findFirst()
            .orElseThrow();

    @TempDir
    Path folder;

    @Test
    void answersComeFromTheWholeRunFolder() {
        Blip2ForConditionalGeneration model = model();
        int side = model.config().vision().imageSize();
        model.save(folder, golden, ImageProcessor.blip2(side));
        Tokenizers.copy(Golden.folder().resolve("tokenizers/bert"), folder.resolve("stage1"));
        assertTrue(Files.exists(folder.resolve("qformer_text.safetensors")));
        assertEquals(StateDict.hash(model), StateDict.hash(Blip2ForConditionalGeneration.load(folder, backend)));

        Decoding greedy = Decoding.of(Map.of("num_beams", 1));
        try (Blip2 blip2 = Blip2.load(folder)) {
            List<Picture> pictures = pictures(side);
            List<Reply> together = blip2.answer(pictures, QUESTIONS, greedy);
            for (int i = 0; i < QUESTIONS.size(); i++) {
                Reply alone = blip2.answer(List.of(pictures.get(i)), QUESTIONS.get(i), greedy)
                        .getFirst();
                assertArrayEquals(alone.ids(), together.get(i).ids());
                assertEquals(alone.score(), together.get(i).score());
            }
            PromptStyle blind = new PromptStyle("", "Question: {} Answer:", false);
            try (Blip2 without = Blip2.load(folder, Blip2Options.standard().withStyle(blind))) {
                Reply other = without.answer(List.of(pictures.get(0)), QUESTIONS.get(0), greedy)
                        .getFirst();
                assertFalse(other.score() == together.get(0).score(), "the question does not reach the Q-Former");
            }
        }
    }

    private static List<Picture> pictures(int side) {
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < QUESTIONS.size(); i++) {
            byte[] levels = new byte[side * side * Picture.CHANNELS];
            for (int j = 0; j < levels.length; j++) {
                levels[j] = (byte) (j * (i + 3));
            }
            pictures.add(Picture.of(side, side, levels));
        }
        return pictures;
    }

    /// The golden model with a Q-Former that knows BERT's words.
    private Blip2ForConditionalGeneration model() {
        ObjectNode settings = ConfigJson.read(golden.resolve("config.json")).tree();
        int words = Tokenizers.load(Golden.folder().resolve("tokenizers/bert")).size();
        ((ObjectNode) settings.get("qformer_config")).put("vocab_size", words);
        Blip2Config config = Blip2Config.of(ConfigJson.of("test", settings));
        OptForCausalLm language = new OptForCausalLm((OptConfig) config.text());
        Blip2ForConditionalGeneration plain = Blip2ForConditionalGeneration.load(golden, backend);
        Blip2ForConditionalGeneration model =
                new Blip2ForConditionalGeneration(config, language, plain.generation(), true);
        try (ModelFolder files = ModelFolder.open(golden)) {
            for (Parameter parameter : model.parameters()) {
                boolean known = files.names().contains(parameter.path());
                parameter.set(known ? files.read(parameter.path(), backend) : fresh(parameter));
            }
        }
        return model;
    }

    private Tensor fresh(Parameter parameter) {
        float[] values =
                new Initializer.Normal(0.3).values(parameter.shape(), RandomKey.of(7, "test/" + parameter.path()));
        return Tensor.of(backend, values, parameter.shape().dims());
    }
}
