package io.blip2j.blip2.lavis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.blip2.Blip2;
import io.blip2j.blip2.Blip2Options;
import io.blip2j.blip2.Decoding;
import io.blip2j.blip2.Reply;
import io.blip2j.blip2.checkpoint.torch.TorchFile;
import io.blip2j.blip2.checkpoint.torch.TorchFileWriter;
import io.blip2j.blip2.image.Picture;
import io.blip2j.blip2.image.PictureReader;
import io.blip2j.blip2.model.Blip2Folder;
import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import io.blip2j.blip2.model.RetrievalConfig;
import io.blip2j.blip2.model.RetrievalFolder;
import io.blip2j.blip2.stage1.Stage1Folder;
import io.blip2j.blip2.stage1.Stage1Model;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.blip2.towers.TowerFolder;
import io.blip2j.blip2.vit.VisionConfig;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.io.SafeTensorsWriter.Piece;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.Golden;
import io.blip2j.nn.Activation;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.init.Initialization;
import io.blip2j.nn.init.Initializer;
import io.blip2j.nn.state.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Checkpoints as LAVIS leaves them: what was trained, frozen towers in files of their own.
final class LavisRoundTripTest {
    private static final int PATCH = 4;
    private static final int IMAGE = 12;

    private final Backend backend = Backends.select();
    private final Path golden = Golden.folder().resolve("stage1/model");

    @TempDir
    private Path folder;

    /// A stage 1 whose encoder has the depth of EVA's ViT-g or CLIP's ViT-L in BLIP-2.
    private Stage1Model stage1(boolean clip) {
        Stage1Model small = Stage1Folder.load(golden, backend);
        RetrievalConfig config = small.config();
        VisionConfig vision = new VisionConfig(
                clip ? VisionConfig.CLIP : VisionConfig.BLIP2,
                config.vision().hiddenSize(),
                20,
                clip ? 23 : 39,
                2,
                IMAGE,
                PATCH,
                3,
                clip ? Activation.QUICK_GELU : Activation.GELU,
                clip ? 1e-5 : 1e-6,
                0,
                true);
        Stage1Model model = new Stage1Model(
                new RetrievalConfig(vision, config.qformer(), config.queries(), config.featureSize(), -1),
                small.startId());
        new Initialization()
                .rule(".*norm\\d?\\.weight", new Initializer.Constant(1))
                .rule(".*", new Initializer.Normal(0.05))
                .apply(model.vision(), backend, 3);
        for (Parameter parameter : small.parameters()) {
            model.parameters().stream()
                    .filter(same -> same.path().equals(parameter.path())
                            && (!same.path().startsWith("vision_model.")
                                    || same.path().contains("post_layernorm")))
                    .forEach(same -> same.set(parameter.values()));
        }
        for (Parameter parameter : model.vision().parameters()) {
            if (parameter.path().endsWith("qkv.bias")) { // EVA's keys have no bias
                float[] values = parameter.values().toFloats();
                Arrays.fill(values, values.length / 3, values.length * 2 / 3, 0);
                parameter.set(Tensor.of(backend, values, values.length));
            }
        }
        return model;
    }

    private Piece piece(String name, float[] values, int... dims) {
        return new Piece(name, DType.F32, Shape.of(dims), () -> Tensor.of(backend, values, dims));
    }

    /// An encoder by LAVIS's names, with the last layer that BLIP-2 leaves out.
    private List<Piece> tower(Stage1Model model, boolean clip, String prefix, boolean lastLayer) {
        List<Piece> pieces = new ArrayList<>();
        int layers = model.config().vision().layers();
        for (Parameter parameter : model.vision().parameters()) {
            String name = parameter.path().substring("vision_model.".length());
            float[] values = parameter.values().toFloats();
            int hidden = values.length / 3;
            int[] dims = parameter.shape().dims();
            String lavis = TowerNames.toLavis(name, clip);
            if (name.endsWith("qkv.bias")) {
                String block = name.replace("encoder.layers", "blocks").replace("self_attn.qkv.bias", "attn.");
                pieces.add(piece(prefix + block + "q_bias", Arrays.copyOf(values, hidden), hidden));
                pieces.add(
                        piece(prefix + block + "v_bias", Arrays.copyOfRange(values, 2 * hidden, 3 * hidden), hidden));
            } else if (name.contains("self_attn.q_proj")) {
                pieces.add(packed(model, parameter.path(), prefix));
            } else if (lavis != null) {
                boolean flat = name.equals("embeddings.position_embedding.weight");
                pieces.add(
                        piece(prefix + lavis, values, flat ? parameter.shape().dims() : dims));
            }
        }
        if (lastLayer) {
            String last = clip ? "transformer.resblocks." : "blocks.";
            for (Piece one : List.copyOf(pieces)) {
                if (one.name().startsWith(prefix + last + "0.")) {
                    pieces.add(new Piece(
                            one.name().replace(last + "0.", last + layers + "."),
                            one.dtype(),
                            one.shape(),
                            one.values()));
                }
            }
            pieces.add(piece("head.weight", new float[3], 3));
        }
        return pieces;
    }

    /// CLIP's three projections one behind the other.
    private Piece packed(Stage1Model model, String first, String prefix) {
        int[] dims = null;
        float[] all = new float[0];
        for (String projection : List.of("q_proj", "k_proj", "v_proj")) {
            Parameter part = model.vision().parameters().stream()
                    .filter(parameter -> parameter.path().equals(first.replace("q_proj", projection)))
                    .findFirst()
                    .orElseThrow();
            float[] values = part.values().toFloats();
            dims = part.shape().dims();
            all = Arrays.copyOf(all, all.length + values.length);
            System.arraycopy(values, 0, all, all.length - values.length, values.length);
        }
        dims[0] *= 3;
        String name = first.substring("vision_model.".length())
                .replace("encoder.layers", "transformer.resblocks")
                .replace("self_attn.q_proj.", "attn.in_proj_");
        return piece(prefix + name, all, dims);
    }

    private static List<Picture> pictures() {
        try (Stream<Path> files = Files.list(Golden.folder().resolve("images"))) {
            return files.filter(file -> file.toString().endsWith(".png"))
                    .sorted()
                    .limit(3)
                    .map(file -> PictureReader.upright().read(file))
                    .toList();
        } catch (IOException problem) {
            throw new java.io.UncheckedIOException(problem);
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void stage1ComesBackAndWritesCaptionsByItsOwnHead(boolean clip) {
        Stage1Model model = stage1(clip);
        Path direct = folder.resolve("direct");
        Stage1Folder.save(model, direct, golden);
        Path vision = folder.resolve(clip ? "clip_vit_L.pth" : "eva_vit_g.pth");
        TorchFileWriter.write(vision, tower(model, clip, "", true), Map.of());
        Path checkpoint =
                LavisExport.write(direct, folder.resolve("out"), backend).getFirst();
        try (TorchFile file = TorchFile.open(checkpoint)) {
            assertTrue(file.names().containsAll(List.of("temp", "Qformer.cls.predictions.decoder.weight")));
            assertTrue(file.names().stream().noneMatch(name -> name.startsWith("visual_encoder")));
        }
        LavisParts parts = new LavisParts(vision, null, golden, 0);
        try (LavisModel opened = LavisModel.open(checkpoint, parts)) {
            RetrievalConfig config = RetrievalConfig.of(opened.config());
            assertEquals(model.config().vision(), config.vision());
            assertEquals(model.config().qformer().heads(), config.qformer().heads());
            Stage1Model back = Stage1Folder.plan(opened, model.startId()).load(opened, backend, _ -> {});
            assertEquals(StateDict.hash(model), StateDict.hash(back));
        }
        Decoding beams = Decoding.of(Map.of("num_beams", 3, "max_new_tokens", 12));
        try (Blip2 lavis = Blip2.load(checkpoint, parts, Blip2Options.standard());
                Blip2 plain = Blip2.load(direct)) {
            List<Reply> expected = plain.caption(pictures(), null, beams);
            List<Reply> found = lavis.caption(pictures(), null, beams);
            for (int i = 0; i < expected.size(); i++) {
                assertArrayEquals(expected.get(i).ids(), found.get(i).ids());
                assertTrue(found.get(i).ids().length >= 9, "LAVIS's shortest caption");
                assertEquals(expected.get(i).score(), found.get(i).score());
            }
            assertEquals(plain.match(pictures(), "a dog"), lavis.match(pictures(), "a dog"));
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void encoderThatWasTrainedTooComesFromTheCheckpoint(boolean clip) {
        Stage1Model model = stage1(clip);
        List<Piece> all = new ArrayList<>(tower(model, clip, "visual_encoder.", false));
        for (Parameter parameter : model.parameters()) {
            String name = LavisNames.toLavis(parameter.path(), "");
            if (name != null) {
                all.add(piece(
                        name, parameter.values().toFloats(), parameter.shape().dims()));
            }
        }
        Path checkpoint = folder.resolve("checkpoint_best.pth");
        TorchFileWriter.write(checkpoint, all, Map.of("epoch", 4));
        Path settings = folder.resolve("tower");
        TowerFolder.save(model.vision(), settings); // it alone knows the heads of so small an encoder
        try (LavisModel opened = LavisModel.open(checkpoint, new LavisParts(settings, null, golden, 0))) {
            assertEquals(
                    model.config().vision(), RetrievalConfig.of(opened.config()).vision());
            var plan = RetrievalFolder.plan(opened);
            assertEquals(
                    StateDict.hash(model, parameter -> !parameter.path().matches(RetrievalFolder.LAVIS_ONLY)),
                    StateDict.hash(plan.load(opened, backend, _ -> {})));
        }
    }

    static List<Path> answering() {
        return Golden.folders("models").stream()
                .filter(path -> Files.exists(path.resolve("tokenizer.json"))
                        && path.getFileName().toString().matches("blip2-(opt|t5).*"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("answering")
    void stage2ComesBack(Path source) {
        Blip2ForConditionalGeneration model = Blip2ForConditionalGeneration.load(source, backend);
        TowerFolder.save(model.vision(), folder.resolve("vision"));
        TowerFolder.save(model.language(), folder.resolve("language"));
        Tokenizers.copy(source, folder.resolve("language"));
        Path checkpoint =
                LavisExport.write(source, folder.resolve("out"), backend).getFirst();
        LavisParts parts = new LavisParts(folder.resolve("vision"), folder.resolve("language"), null, 0);
        try (LavisModel opened = LavisModel.open(checkpoint, parts)) {
            Blip2ForConditionalGeneration back =
                    Blip2Folder.plan(opened, null, opened.readsTexts()).load(opened, backend, _ -> {});
            assertEquals(StateDict.hash(model), StateDict.hash(back));
            assertEquals(
                    model.config().qformer().heads(), back.config().qformer().heads());
        }
        try (Blip2 lavis = Blip2.load(checkpoint, parts, Blip2Options.standard())) {
            assertEquals(
                    3,
                    lavis.caption(pictures(), "", Decoding.of(Map.of("max_new_tokens", 4)))
                            .size());
        }
    }

    @Test
    void otherSizesOfPicturesStretchThePositions() {
        Stage1Model model = stage1(false);
        Path direct = folder.resolve("direct");
        Stage1Folder.save(model, direct, golden);
        Path vision = folder.resolve("eva_vit_g.pth");
        TorchFileWriter.write(vision, tower(model, false, "", true), Map.of());
        Path checkpoint =
                LavisExport.write(direct, folder.resolve("out"), backend).getFirst();
        LavisParts parts = new LavisParts(vision, null, golden, 2 * IMAGE);
        try (LavisModel opened = LavisModel.open(checkpoint, parts);
                Blip2 blip2 = Blip2.load(checkpoint, parts, Blip2Options.standard())) {
            int hidden = model.config().vision().hiddenSize();
            assertEquals(Shape.of(1, 37, hidden), opened.shape("vision_model.embeddings.position_embedding"));
            assertEquals(3, blip2.match(pictures(), "a dog").size());
        }
    }

    @Test
    void missingPartsAreNamed() {
        Stage1Folder.save(Stage1Folder.load(golden, backend), folder.resolve("direct"), golden);
        Path checkpoint =
                LavisExport.write(folder.resolve("direct"), folder, backend).getFirst();
        assertEquals("LAVIS-VISION", refused(checkpoint, LavisParts.NONE).code());
        Path tower = folder.resolve("tower");
        TowerFolder.save(Stage1Folder.load(golden, backend).vision(), tower);
        LavisParts parts = new LavisParts(tower, null, null, 0);
        try (Blip2 blip2 = Blip2.load(checkpoint, parts, Blip2Options.standard())) {
            InputException refused = assertThrows(InputException.class, () -> blip2.match(pictures(), "a dog"));
            assertEquals("LAVIS-TOKENIZER", refused.code());
        }
        Path other = folder.resolve("other.pth");
        TorchFileWriter.write(other, List.of(piece("opt_proj.weight", new float[4], 2, 2)), Map.of());
        assertEquals("LAVIS-KIND", refused(other, parts).code());
        TorchFileWriter.write(other, List.of(piece("blocks.0", new float[4], 4)), Map.of());
        assertEquals("LAVIS-KIND", refused(other, parts).code());
        assertEquals(
                "LAVIS-VISION",
                refused(checkpoint, new LavisParts(other, null, null, 0)).code());
    }

    private static InputException refused(Path checkpoint, LavisParts parts) {
        return assertThrows(
                InputException.class, () -> LavisModel.open(checkpoint, parts).close());
    }
}
