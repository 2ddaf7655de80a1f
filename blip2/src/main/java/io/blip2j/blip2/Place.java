package io.blip2j.blip2;

import io.blip2j.blip2.checkpoint.ModelFolder;
import io.blip2j.blip2.checkpoint.ModelSource;
import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.lavis.LavisModel;
import io.blip2j.blip2.lavis.LavisParts;
import io.blip2j.blip2.model.Blip2Folder;
import io.blip2j.blip2.stage1.Stage1Folder;
import io.blip2j.blip2.vit.VisionConfig;
import io.blip2j.core.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Where the parts of one model lie.
sealed interface Place {
    /// Opens settings and tensors.
    ModelSource open();

    /// The folder with the tokenizer of its texts.
    Path tokenizer();

    /// The folder with the tokenizer of a Q-Former that reads questions beside a language model.
    Path questionTokenizer();

    /// What pictures go through.
    ImageProcessor images();

    /// How it answers unless told otherwise; empty where nothing is said.
    ConfigJson generation();

    /// Whether its Q-Former reads questions beside a language model.
    boolean readsQuestions();

    /// A folder of Hugging Face's, or one of a run.
    record Folder(Path path) implements Place {
        @Override
        public ModelSource open() {
            ModelFolder files = ModelFolder.open(path);
            try {
                for (String beside : List.of(Blip2Folder.QUESTION_TENSORS, Stage1Folder.LAVIS_TENSORS)) {
                    if (Files.isRegularFile(path.resolve(beside))) {
                        files.add(path.resolve(beside));
                    }
                }
            } catch (InputException problem) {
                files.close();
                throw problem;
            }
            return files;
        }

        @Override
        public Path tokenizer() {
            return path;
        }

        @Override
        public Path questionTokenizer() {
            return path.resolve(Blip2.STAGE1);
        }

        @Override
        public ImageProcessor images() {
            return ImageProcessor.read(path);
        }

        @Override
        public ConfigJson generation() {
            Path settings = path.resolve(Blip2Folder.GENERATION);
            return Files.isRegularFile(settings) ? ConfigJson.read(settings) : ConfigJson.of("", Map.of());
        }

        @Override
        public boolean readsQuestions() {
            return Files.isRegularFile(path.resolve(Blip2Folder.QUESTION_TENSORS));
        }
    }

    /// A checkpoint of LAVIS, and its towers.
    ///
    /// @param answers whether it has a language model's projection
    /// @param readsTexts whether its Q-Former reads texts
    /// @param imageSize height and width of its pictures
    record Lavis(Path checkpoint, LavisParts parts, boolean answers, boolean readsTexts, int imageSize)
            implements Place {
        /// Looks at a checkpoint.
        static Lavis at(Path checkpoint, LavisParts parts) {
            try (LavisModel model = LavisModel.open(checkpoint, parts)) {
                int size =
                        VisionConfig.of(model.config().object("vision_config")).imageSize();
                return new Lavis(checkpoint, parts, model.answers(), model.readsTexts(), size);
            }
        }

        @Override
        public ModelSource open() {
            return LavisModel.open(checkpoint, parts);
        }

        @Override
        public Path tokenizer() {
            return answers ? parts.language() : questionTokenizer();
        }

        @Override
        public Path questionTokenizer() {
            return parts.requireTokenizer(checkpoint);
        }

        @Override
        public ImageProcessor images() {
            return ImageProcessor.blip2(imageSize);
        }

        @Override
        public ConfigJson generation() {
            return ConfigJson.of("", Map.of());
        }

        @Override
        public boolean readsQuestions() {
            return answers && readsTexts;
        }
    }
}
