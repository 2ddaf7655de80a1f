package io.blip2j.tools.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Names of models among what Hugging Face's tools have downloaded.
class ModelPlaceTest {
    @TempDir
    private Path scratch;

    @ParameterizedTest
    @CsvSource({
        "HF_HUB_CACHE, ''",
        "HUGGINGFACE_HUB_CACHE, ''",
        "HF_HOME, hub",
        "XDG_CACHE_HOME, huggingface/hub",
    })
    void cacheIsWhereItsToolsPutIt(String variable, String below) throws IOException {
        Path cached = scratch.resolve(below).resolve("models--some--blip2-tiny");
        Path snapshot = snapshot(cached, "abc123");
        Map<String, String> environment = Map.of(variable, scratch.toString());
        assertEquals(snapshot, ModelPlace.find("some/blip2-tiny", environment));
        Path newer = snapshot(cached, "def456");
        assertThrows(InputException.class, () -> ModelPlace.find("some/blip2-tiny", environment));
        Files.writeString(Files.createDirectories(cached.resolve("refs")).resolve("main"), "def456\n");
        assertEquals(newer, ModelPlace.find("some/blip2-tiny", environment));
        assertEquals(snapshot, ModelPlace.find("some/blip2-tiny@abc123", environment));
        Files.writeString(cached.resolve("refs/v1.0"), "abc123");
        assertEquals(snapshot, ModelPlace.find("some/blip2-tiny@v1.0", environment));
    }

    private static Path snapshot(Path cached, String commit) throws IOException {
        Path snapshot = Files.createDirectories(cached.resolve("snapshots").resolve(commit));
        Files.writeString(snapshot.resolve("config.json"), "{}");
        return snapshot;
    }

    @Test
    void unfinishedDownloadsAreNamed() throws IOException {
        Map<String, String> environment = Map.of("HF_HUB_CACHE", scratch.toString());
        Path cached = scratch.resolve("models--some--cut");
        Path blobs = Files.createDirectories(cached.resolve("blobs"));
        Files.writeString(blobs.resolve("0123abcd.incomplete"), "half");
        String fix = "blip2 pull some/cut";
        InputException nothing = assertThrows(InputException.class, () -> ModelPlace.find("some/cut", environment));
        assertTrue(nothing.getMessage().contains("0123abcd.incomplete"), nothing.getMessage());
        assertTrue(nothing.fix().contains(fix), nothing.fix());
        Path snapshot = snapshot(cached, "abc123");
        InputException noWeights = assertThrows(InputException.class, () -> ModelPlace.find("some/cut", environment));
        assertTrue(noWeights.found().contains("0123abcd.incomplete"), noWeights.found());
        Files.createSymbolicLink(snapshot.resolve("model.safetensors"), Path.of("../../blobs/0123abcd"));
        InputException broken = assertThrows(InputException.class, () -> ModelPlace.find("some/cut", environment));
        assertTrue(broken.found().contains("model.safetensors"), broken.found());
        Files.writeString(blobs.resolve("0123abcd"), "whole");
        assertEquals(snapshot, ModelPlace.find("some/cut", environment));
    }

    @Test
    void whatIsNowhereNamesThePlaces() {
        InputException missing = assertThrows(
                InputException.class, () -> ModelPlace.find("some/other", Map.of("HF_HUB_CACHE", scratch.toString())));
        assertEquals(InputException.Kind.MISSING, missing.kind());
        assertTrue(missing.getMessage()
                .contains(scratch.resolve("models--some--other").toString()));
    }

    @Test
    void folderGoesBeforeTheCache() throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("some/model"));
        assertEquals(folder, ModelPlace.find(folder.toString(), Map.of()));
        Path file = Files.createFile(scratch.resolve("model.safetensors"));
        assertEquals(
                InputException.Kind.BAD,
                assertThrows(InputException.class, () -> ModelPlace.find(file.toString(), Map.of()))
                        .kind());
    }
}
