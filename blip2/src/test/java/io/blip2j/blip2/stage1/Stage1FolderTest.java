package io.blip2j.blip2.stage1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.blip2.checkpoint.ModelFolder;
import io.blip2j.blip2.model.Blip2ForImageTextRetrieval;
import io.blip2j.blip2.model.RetrievalFolder;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.testing.Golden;
import io.blip2j.nn.state.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stage 1 writes is a folder of Hugging Face's retrieval class, and comes back as it was.
class Stage1FolderTest {
    private final Backend backend = Backends.select();
    private final Path golden = Golden.folder().resolve("stage1/model");

    @TempDir
    Path folder;

    @Test
    void comesBackAsItWas() {
        Stage1Model model = Stage1Folder.load(golden, backend);
        assertEquals(Golden.open("stage1/losses.json").head().get("start_token").whole(), model.startId());
        String before = StateDict.hash(model);
        model.vision().freeze();
        Stage1Folder.save(model, folder, golden);
        Stage1Model back = Stage1Folder.load(folder, backend);
        assertEquals(before, StateDict.hash(back));
        assertEquals(model.config(), back.config());
        assertEquals(model.startId(), back.startId());
        assertEquals(Tokenizers.load(golden).special(), Tokenizers.load(folder).special());
    }

    @Test
    void mainFileHoldsWhatHuggingFacesClassHas() throws IOException {
        Stage1Model model = Stage1Folder.load(golden, backend);
        Stage1Folder.save(model, folder, golden);
        Blip2ForImageTextRetrieval plain = RetrievalFolder.loadFrozen(folder, backend, null);
        try (ModelFolder files = ModelFolder.open(folder)) {
            assertEquals(plain.parameters().size(), files.names().size());
            assertTrue(files.names().stream().noneMatch(name -> name.matches(RetrievalFolder.LAVIS_ONLY)));
        }
        assertEquals(
                StateDict.hash(model, parameter -> !parameter.path().matches(RetrievalFolder.LAVIS_ONLY)),
                StateDict.hash(plain));
        Files.delete(folder.resolve(Stage1Folder.LAVIS_TENSORS));
        InputException missing = assertThrows(InputException.class, () -> Stage1Folder.load(folder, backend));
        assertEquals(InputException.Kind.MISSING, missing.kind());
    }
}
