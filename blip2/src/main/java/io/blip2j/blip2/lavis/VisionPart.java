package io.blip2j.blip2.lavis;

import io.blip2j.blip2.checkpoint.ModelFolder;
import io.blip2j.blip2.checkpoint.torch.TorchFile;
import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.lavis.Pieces.Piece;
import io.blip2j.blip2.vit.VisionConfig;
import io.blip2j.core.InputException;
import io.blip2j.nn.Activation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// An image encoder: its sizes, and its tensors by Hugging Face's names without `vision_model.`.
///
/// BLIP-2 leaves out the last layer: of EVA's ViT-g it has 39 of 40, of CLIP's ViT-L 23 of 24. An encoder of
/// another depth is taken whole.
///
/// @param config sizes; layers as BLIP-2 has them
/// @param pieces its tensors, `post_layernorm` (LAVIS's `ln_vision`, which is trained) not among them
///
/// **Source:** LAVIS `create_eva_vit_g`, `create_clip_vit_L`.
record VisionPart(VisionConfig config, Map<String, Piece> pieces) {
    private static final int EVA_LAYERS = 40;
    private static final int EVA_HEAD = 88;
    private static final int CLIP_LAYERS = 24;
    private static final int CLIP_HEAD = 64;
    private static final String PREFIX = "vision_model.";

    /// From a folder of Hugging Face's, or a file of LAVIS's.
    /// @param opened is handed what has to be closed when all is read
    static VisionPart open(Path path, Opened opened) {
        if (Files.isRegularFile(path)) {
            Map<String, Piece> pieces = Pieces.of(opened.add(TorchFile.open(path)));
            if (!TowerNames.isLavis(pieces)) {
                throw unknown(path.toString());
            }
            return ofLavis(path.toString(), pieces);
        }
        ModelFolder files = opened.add(ModelFolder.open(path));
        ConfigJson config = files.config();
        ConfigJson vision = config.has("vision_config") ? config.object("vision_config") : config;
        if (config.text("model_type", "").equals("clip") && !vision.has("model_type")) {
            vision = ConfigJson.of(vision.what(), vision.tree().put("model_type", VisionConfig.CLIP));
        }
        Map<String, Piece> all = Pieces.of(files);
        Map<String, Piece> inside = Pieces.under(PREFIX, all);
        return new VisionPart(VisionConfig.of(vision), inside.isEmpty() ? all : inside).cut();
    }

    /// From an encoder's own names in LAVIS, its sizes told by the shapes of its tensors.
    static VisionPart ofLavis(String what, Map<String, Piece> lavis) {
        boolean clip = TowerNames.isClip(lavis);
        Map<String, Piece> pieces = TowerNames.toHuggingFace(lavis);
        int layers = 0;
        while (pieces.containsKey("encoder.layers." + layers + ".layer_norm1.weight")) {
            layers++;
        }
        Piece patches = pieces.get("embeddings.patch_embedding.weight");
        Piece positions = pieces.get("embeddings.position_embedding" + (clip ? ".weight" : ""));
        Piece inner = pieces.get("encoder.layers.0.mlp.fc1.weight");
        boolean known = patches != null
                && inner != null
                && positions != null
                && positions.shape().rank() > 1;
        if (!known
                || patches.shape().rank() != 4
                || patches.shape().size() == 0
                || inner.shape().rank() != 2) {
            throw unknown(what);
        }
        int hidden = patches.shape().dim(0);
        int head = clip ? CLIP_HEAD : EVA_HEAD;
        int side = (int) Math.round(Math.sqrt((double) positions.shape().size() / hidden - 1));
        VisionConfig config = new VisionConfig(
                clip ? VisionConfig.CLIP : VisionConfig.BLIP2,
                hidden,
                inner.shape().dim(0),
                layers,
                Math.max(1, hidden / head),
                side * patches.shape().dim(2),
                patches.shape().dim(2),
                patches.shape().dim(1),
                clip ? Activation.QUICK_GELU : Activation.GELU,
                clip ? 1e-5 : 1e-6,
                0,
                true);
        return new VisionPart(config, pieces).cut();
    }

    /// The same without the layer that BLIP-2 leaves out.
    private VisionPart cut() {
        boolean clip = config.modelType().equals(VisionConfig.CLIP);
        boolean whole = config.layers() == (clip ? CLIP_LAYERS : EVA_LAYERS);
        int layers = whole ? config.layers() - 1 : config.layers();
        Map<String, Piece> kept = new LinkedHashMap<>(pieces);
        kept.keySet()
                .removeIf(name -> name.startsWith("post_layernorm.")
                        || name.contains("position_ids")
                        || whole && name.startsWith("encoder.layers." + layers + "."));
        return new VisionPart(with(config.heads(), layers, config.imageSize()), kept);
    }

    /// The same encoder with another number of heads, which no shape tells.
    VisionPart withHeads(int heads) {
        return new VisionPart(with(heads, config.layers(), config.imageSize()), pieces);
    }

    /// The same encoder for pictures of another size.
    VisionPart forPictures(int imageSize) {
        if (imageSize == config.imageSize()) {
            return this;
        }
        boolean clip = config.modelType().equals(VisionConfig.CLIP);
        VisionConfig resized = with(config.heads(), config.layers(), imageSize);
        String name = "embeddings.position_embedding" + (clip ? ".weight" : "");
        Map<String, Piece> all = new LinkedHashMap<>(pieces);
        all.computeIfPresent(name, (_, table) -> new PositionResize(config.grid(), resized.grid(), clip).of(table));
        return new VisionPart(resized, all);
    }

    private VisionConfig with(int heads, int layers, int imageSize) {
        return new VisionConfig(
                config.modelType(),
                config.hiddenSize(),
                config.intermediateSize(),
                layers,
                heads,
                imageSize,
                config.patchSize(),
                config.channels(),
                config.activation(),
                config.layerNormEps(),
                config.attentionDropout(),
                config.qkvBias());
    }

    private static InputException unknown(String what) {
        return new InputException(
                InputException.Kind.BAD,
                "LAVIS-VISION",
                what,
                "no image encoder that we know by its names",
                "EVA's ViT-g or CLIP's ViT-L",
                "Use eva_vit_g.pth, clip_vit_L.pth, or a folder of Hugging Face's");
    }
}
