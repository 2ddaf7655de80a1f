package io.blip2j.blip2.stage1;

import io.blip2j.blip2.checkpoint.ModelFolder;
import io.blip2j.blip2.checkpoint.ModelSource;
import io.blip2j.blip2.checkpoint.ModelWriter;
import io.blip2j.blip2.model.ModelPlan;
import io.blip2j.blip2.model.RetrievalConfig;
import io.blip2j.blip2.model.RetrievalFolder;
import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/// Reads and writes what stage 1 trained: a folder of Hugging Face's `Blip2ForImageTextRetrieval`, which that
/// class and [RetrievalFolder] read, and beside it a file with the tensors for which it has no place.
///
/// | file | holds |
/// |---|---|
/// | `config.json`, `model.safetensors` | the retrieval model |
/// | `lavis.safetensors` | the head for captions (`cls.*`) and the temperature (`temp`), by LAVIS's names |
/// | tokenizer and processor files | BERT's tokenizer, with `[DEC]`; the size of pictures |
public final class Stage1Folder {
    /// The file with what is LAVIS's alone.
    public static final String LAVIS_TENSORS = "lavis.safetensors";

    private static final String START = "[DEC]";

    private Stage1Folder() {}

    /// Writes a folder.
    /// @param tokenizer a folder with the Q-Former's tokenizer
    public static void save(Stage1Model model, Path folder, Path tokenizer) {
        RetrievalFolder.save(model, folder, tokenizer);
        ModelWriter.writeFile(
                folder.resolve(LAVIS_TENSORS),
                model.parameters().stream()
                        .filter(parameter -> parameter.path().matches(RetrievalFolder.LAVIS_ONLY))
                        .toList());
    }

    /// Reads a folder to go on training, or to write captions with the Q-Former.
    /// @throws InputException if it was written without the head and the temperature, as Hugging Face does
    public static Stage1Model load(Path folder, Backend backend) {
        try (ModelFolder files = ModelFolder.open(folder)) {
            Path lavis = folder.resolve(LAVIS_TENSORS);
            if (Files.isRegularFile(lavis)) {
                files.add(lavis);
            } else if (!files.names().contains("temp")) {
                throw new InputException(
                        InputException.Kind.MISSING,
                        "STAGE1-LAVIS",
                        lavis.toString(),
                        "no such file",
                        "the head for captions and the temperature, which stage 1 writes",
                        "Take the stage1 folder of a run: a folder of Hugging Face serves match and search alone");
            }
            return plan(files, Tokenizers.load(folder), folder).load(files, backend, _ -> {});
        }
    }

    /// The model that files hold, without values yet.
    /// @param startId the id that begins a caption, `[DEC]`
    public static ModelPlan<Stage1Model> plan(ModelSource files, long startId) {
        return new ModelPlan<>(new Stage1Model(RetrievalConfig.of(files.config()), startId), Stage1Model.KEYS);
    }

    /// As above, where a tokenizer says which id begins a caption: its own first token, else `[DEC]`, else the
    /// first id that it leaves to the table of words, as LAVIS adds it.
    /// @param folder where the tokenizer comes from, for messages
    public static ModelPlan<Stage1Model> plan(ModelSource files, Tokenizer tokenizer, Path folder) {
        RetrievalConfig config = RetrievalConfig.of(files.config());
        OptionalInt named = tokenizer.special().bos();
        int start = named.isPresent() ? named.getAsInt() : tokenizer.id(START).orElse(tokenizer.size());
        if (start >= config.qformer().vocabSize()) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "TOK-SPECIAL",
                    folder.toString(),
                    "a tokenizer without " + START,
                    "one with the token that begins a caption",
                    "Add it to added_tokens.json, and as bos_token to tokenizer_config.json");
        }
        return plan(files, start);
    }
}
