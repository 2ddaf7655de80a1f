package io.blip2j.tools.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.InputException;
import io.blip2j.tools.cli.Console;
import io.blip2j.tools.cli.ExitCode;
import io.blip2j.tools.infer.ModelPlace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Downloads from a hub on this machine: layout, resumption, hashes, faults.
class PullTest {
    private static final HubName NAME = HubName.of(StubHub.NAME);
    private static final byte[] WEIGHTS = new byte[300_000];

    static {
        for (int i = 0; i < WEIGHTS.length; i++) {
            WEIGHTS[i] = (byte) (i * 31 + i / 256);
        }
    }

    @TempDir
    private Path scratch;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private StubHub hub;

    @BeforeEach
    void start() throws IOException {
        hub = new StubHub()
                .with("config.json", "{\"model_type\":\"blip-2\"}")
                .with("merges.txt", "a b")
                .with("model.safetensors", WEIGHTS)
                .with("pytorch_model.bin", WEIGHTS)
                .with("model.fp16.safetensors", WEIGHTS)
                .with("flax_model.msgpack", WEIGHTS)
                .with("README.md", "words")
                .with("../config.json", "{}");
        environment.put("HF_ENDPOINT", hub.endpoint());
        environment.put("HF_HUB_CACHE", scratch.toString());
        environment.put("HF_HUB_DOWNLOAD_TIMEOUT", "20");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private Path pull(HubName name) throws IOException {
        PrintStream results = new PrintStream(out, true, StandardCharsets.UTF_8);
        try (Hub client = new Hub(HubSettings.of(environment))) {
            return new Pull(client, HubCache.of(name, environment), new Console(results, results, true, true, 0), 1)
                    .run(name);
        }
    }

    private InputException refused() {
        return assertThrows(InputException.class, () -> pull(NAME));
    }

    private Path blob(String hash) {
        return scratch.resolve("models--some--model/blobs").resolve(hash);
    }

    private long reads() {
        return hub.requests.stream().filter(r -> r.startsWith("GET /store")).count();
    }

    @Test
    void layoutIsThatOfHuggingFacesTools() throws IOException {
        environment.put("HF_TOKEN", "secret");
        Path snapshot = pull(NAME);
        assertEquals(scratch.resolve("models--some--model/snapshots/" + StubHub.COMMIT), snapshot);
        try (Stream<Path> files = Files.list(snapshot)) {
            assertEquals(
                    List.of("config.json", "merges.txt", "model.safetensors"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        assertEquals(StubHub.COMMIT, Files.readString(scratch.resolve("models--some--model/refs/main")));
        Path link = snapshot.resolve("model.safetensors");
        assertEquals(Path.of("../../blobs", StubHub.sha256(WEIGHTS)), Files.readSymbolicLink(link));
        assertArrayEquals(WEIGHTS, Files.readAllBytes(link));
        byte[] config = Files.readAllBytes(snapshot.resolve("config.json"));
        assertTrue(Files.exists(blob(StubHub.git(config))));
        assertEquals(snapshot, ModelPlace.find(StubHub.NAME, environment));
        // The store of large files is another host: it must not see the token, the hub must.
        hub.requests.forEach(
                request -> assertEquals(!request.contains(" /store/"), request.contains("secret"), request));

        List<JsonNode> rows = out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(JsonMapper.shared()::readTree)
                .toList();
        assertEquals(3, rows.size());
        assertEquals(List.of("file", "bytes", "sha256"), List.copyOf(rows.get(0).propertyNames()));
        assertEquals(StubHub.sha256(config), rows.get(0).get("sha256").asString());
        assertEquals(WEIGHTS.length, rows.get(2).get("bytes").asInt());

        pull(NAME);
        assertEquals(1, reads(), "what is there is not read again");
    }

    @Test
    void cutDownloadGoesOnWhereItWasCut() throws IOException {
        hub.cuts.set(3);
        Path snapshot = pull(NAME);
        assertArrayEquals(WEIGHTS, Files.readAllBytes(snapshot.resolve("model.safetensors")));
        List<String> reads =
                hub.requests.stream().filter(r -> r.contains("/store/")).toList();
        assertEquals(4, reads.size());
        // What was under way when the connection broke may be lost: a place is at most where the stub stopped.
        int[] from = reads.stream().skip(1).mapToInt(PullTest::rangeStart).toArray();
        assertTrue(from[0] > 0 && from[0] <= WEIGHTS.length / 2, reads.get(1));
        assertTrue(from[1] > from[0] && from[2] > from[1] && from[2] < WEIGHTS.length, reads.toString());
    }

    private static int rangeStart(String request) {
        return Integer.parseInt(request.replaceAll(".*bytes=(\\d+)-$", "$1"));
    }

    @Test
    void laterCommandGoesOnToo() throws IOException {
        String hash = StubHub.sha256(WEIGHTS);
        Files.createDirectories(blob(hash).getParent());
        Files.write(blob(hash + ".incomplete"), Arrays.copyOf(WEIGHTS, 1234));
        pull(NAME);
        assertTrue(hub.requests.stream().anyMatch(r -> r.endsWith("bytes=1234-")));
        assertArrayEquals(WEIGHTS, Files.readAllBytes(blob(hash)));
        assertFalse(Files.exists(blob(hash + ".incomplete")));
    }

    @Test
    void serverWithoutRangesStartsAgain() throws IOException {
        hub.ranges = false;
        hub.cuts.set(1);
        Path snapshot = pull(NAME);
        assertArrayEquals(WEIGHTS, Files.readAllBytes(snapshot.resolve("model.safetensors")));
    }

    @Test
    void wrongHashIsRefusedAndNothingLooksValid() throws IOException {
        hub.wrongHash = "0".repeat(64);
        InputException refused = refused();
        assertEquals("HUB-HASH", refused.code());
        assertEquals(ExitCode.BAD, ExitCode.of(refused.kind()));
        assertFalse(Files.exists(blob(hub.wrongHash)));
        assertFalse(Files.exists(blob(hub.wrongHash + ".incomplete")));
        assertFalse(Files.exists(scratch.resolve("models--some--model/refs/main")));
        Path snapshots = scratch.resolve("models--some--model/snapshots/" + StubHub.COMMIT);
        assertFalse(Files.exists(snapshots.resolve("model.safetensors"), java.nio.file.LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void damagedBeginningIsFoundByTheHash() throws IOException {
        String hash = StubHub.sha256(WEIGHTS);
        Files.createDirectories(blob(hash).getParent());
        Files.write(blob(hash + ".incomplete"), new byte[1234]);
        assertEquals("HUB-HASH", refused().code());
        pull(NAME);
        assertArrayEquals(WEIGHTS, Files.readAllBytes(blob(hash)));
    }

    @ParameterizedTest
    @CsvSource({"401, MISSING, HF_TOKEN", "403, MISSING, terms", "404, MISSING, --revision", "503, IO, network"})
    void statusGivesOneLineWithAFix(int status, ExitCode code, String fix) {
        hub.status = status;
        InputException refused = refused();
        assertEquals(code, ExitCode.of(refused.kind()));
        assertTrue(refused.getMessage().contains(String.valueOf(status)), refused.getMessage());
        assertTrue(refused.fix().contains(fix), refused.fix());
        assertEquals(1, refused.getMessage().lines().count());
    }

    @Test
    void serverThatFallsSilentIsGivenUp() {
        hub.stallsAfter = 0;
        environment.put("HF_HUB_DOWNLOAD_TIMEOUT", "0.3");
        InputException refused = refused();
        assertEquals("HUB-CUT", refused.code());
        assertEquals(ExitCode.IO, ExitCode.of(refused.kind()));
        assertTrue(refused.fix().contains("goes on"), refused.fix());
    }

    @Test
    void nobodyThereIsToldAsSuch() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            environment.put("HF_ENDPOINT", "http://127.0.0.1:" + free.getLocalPort());
        }
        InputException refused = refused();
        assertEquals(ExitCode.IO, ExitCode.of(refused.kind()));
        assertTrue(refused.getMessage().contains("no connection"), refused.getMessage());
    }

    @Test
    void hashThatIsAPathIsRefused() {
        hub.wrongHash = "../../refs/main";
        assertEquals("HUB-ANSWER", refused().code());
    }

    @Test
    void repositoryWithoutWeightsIsRefused() throws IOException {
        try (StubHub other = new StubHub().with("config.json", "{}")) {
            environment.put("HF_ENDPOINT", other.endpoint());
            assertEquals("HUB-FILES", refused().code());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HF_ENDPOINT, ftp://x",
        "HF_ENDPOINT, nothing at all",
        "HF_HUB_DOWNLOAD_TIMEOUT, soon",
        "HF_HUB_OFFLINE, 1",
    })
    void unusableSettingsAreNamed(String variable, String value) {
        InputException refused = assertThrows(InputException.class, () -> HubSettings.of(Map.of(variable, value)));
        assertEquals(variable, refused.what());
        assertEquals(ExitCode.CONFIG, ExitCode.of(refused.kind()));
    }

    @Test
    void revisionHasItsOwnReference() throws IOException {
        Path snapshot = pull(HubName.of(StubHub.NAME + "@refs/pr/1"));
        assertEquals(StubHub.COMMIT, Files.readString(scratch.resolve("models--some--model/refs/refs/pr/1")));
        assertEquals(snapshot, ModelPlace.find(StubHub.NAME + "@refs/pr/1", environment));
        assertTrue(hub.requests.getFirst().contains("refs/pr/1")
                || hub.requests.getFirst().contains("refs%2Fpr%2F1"));
    }
}
