package io.blip2j.blip2.lavis;

import io.blip2j.blip2.checkpoint.ModelFolder;
import io.blip2j.blip2.checkpoint.ModelWriter;
import io.blip2j.blip2.checkpoint.torch.TorchFileWriter;
import io.blip2j.blip2.model.Blip2Config;
import io.blip2j.blip2.model.Blip2Folder;
import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import io.blip2j.blip2.model.Blip2ForImageTextRetrieval;
import io.blip2j.blip2.model.ModelPlan;
import io.blip2j.blip2.model.RetrievalConfig;
import io.blip2j.blip2.model.RetrievalFolder;
import io.blip2j.blip2.qformer.QFormerConfig;
import io.blip2j.blip2.stage1.Stage1Folder;
import io.blip2j.blip2.stage1.Stage1Model;
import io.blip2j.blip2.vit.VisionConfig;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.io.SafeTensorsWriter.Piece;
import io.blip2j.core.shape.DType;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.state.StateDict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes what was trained as LAVIS does: a `.pth` with `model`, by LAVIS's names, F32; frozen towers are left out.
///
/// The table of words is also there as the decoder that LAVIS ties to it. What shapes do not tell, numbers of
/// heads, lies under `config`, which LAVIS does not look at.
///
/// **Source:** LAVIS `runner_base.py` (`_save_checkpoint` leaves out what took no gradient).
public final class LavisExport {
    private static final String STAGE1_FILE = "blip2_pretrained.pth";

    private static final String DECODER = "Qformer.cls.predictions.decoder.";

    private LavisExport() {}

    /// Writes a checkpoint for each model of a folder: one with a language model, one for comparing, or a run.
    /// @param out a folder, made if it is not there
    /// @return the files
    public static List<Path> write(Path folder, Path out, Backend backend) {
        List<Path> written = new ArrayList<>();
        for (String part : ModelFolder.modelsIn(folder)) {
            try (ModelFolder files = ModelFolder.open(folder.resolve(part))) {
                written.add(
                        RetrievalFolder.isDescribedBy(files.config())
                                ? stage1(files, out, backend)
                                : stage2(files, out, backend));
            }
        }
        return written;
    }

    private static Path stage1(ModelFolder files, Path out, Backend backend) {
        Path lavis = files.path().resolve(Stage1Folder.LAVIS_TENSORS);
        List<Piece> pieces;
        RetrievalConfig config;
        if (Files.isRegularFile(lavis)) {
            files.add(lavis);
        }
        if (files.names().contains("temp")) {
            ModelPlan<Stage1Model> plan = Stage1Folder.plan(files, 0);
            pieces = pieces(plan, files, "", backend);
            config = plan.model().config();
            alias(pieces, "Qformer.bert.embeddings.word_embeddings.weight", DECODER + "weight");
            alias(pieces, "Qformer.cls.predictions.bias", DECODER + "bias");
        } else {
            ModelPlan<Blip2ForImageTextRetrieval> plan = RetrievalFolder.plan(files);
            pieces = pieces(plan, files, "", backend);
            config = plan.model().config();
        }
        return save(out, STAGE1_FILE, "blip2", pieces, config.vision(), config.qformer(), config.queries());
    }

    private static Path stage2(ModelFolder files, Path out, Backend backend) {
        ModelPlan<Blip2ForConditionalGeneration> plan = Blip2Folder.plan(files);
        Blip2Config config = plan.model().config();
        boolean opt = config.text().decoderOnly();
        List<Piece> pieces = pieces(plan, files, opt ? "opt_proj." : "t5_proj.", backend);
        String kind = opt ? "opt" : "flant5";
        return save(
                out,
                "blip2_pretrained_" + kind + ".pth",
                opt ? "blip2_opt" : "blip2_t5",
                pieces,
                config.vision(),
                config.qformer(),
                config.queries());
    }

    private static List<Piece> pieces(ModelPlan<?> plan, ModelFolder files, String projection, Backend backend) {
        List<Piece> pieces = new ArrayList<>();
        for (Map.Entry<String, Parameter> entry :
                StateDict.requireFits(plan.model(), files, plan.keys()).found().entrySet()) {
            String lavis = LavisNames.toLavis(entry.getKey(), projection);
            if (lavis != null) {
                String key = entry.getKey();
                pieces.add(new Piece(
                        lavis,
                        DType.F32,
                        entry.getValue().shape(),
                        () -> files.read(key, backend).cast(DType.F32)));
            }
        }
        return pieces;
    }

    private static void alias(List<Piece> pieces, String name, String alias) {
        Piece piece = pieces.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        pieces.add(new Piece(alias, piece.dtype(), piece.shape(), piece.values()));
    }

    private static Path save(
            Path out,
            String name,
            String architecture,
            List<Piece> pieces,
            VisionConfig vision,
            QFormerConfig qformer,
            int queries) {
        Map<String, Object> own = new LinkedHashMap<>();
        own.put("qformer_heads", qformer.heads());
        own.put("vision_heads", vision.heads());
        own.put("image_size", vision.imageSize());
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("arch", architecture);
        model.put("num_query_token", queries);
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("model", model);
        config.put(LavisModel.OWN, own);
        Map<String, Object> beside = new LinkedHashMap<>();
        beside.put("config", config);
        beside.put("epoch", 0);
        Path file = ModelWriter.makeFolder(out).resolve(name);
        TorchFileWriter.write(file, pieces, beside);
        return file;
    }
}
