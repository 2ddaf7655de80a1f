package io.blip2j.blip2.lavis;

import io.blip2j.blip2.checkpoint.ModelSource;
import io.blip2j.blip2.checkpoint.torch.TorchFile;
import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.lavis.Pieces.Piece;
import io.blip2j.blip2.model.Blip2Config;
import io.blip2j.blip2.model.Blip2Folder;
import io.blip2j.blip2.model.RetrievalConfig;
import io.blip2j.blip2.qformer.QFormerConfig;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// A checkpoint of LAVIS and the towers that were frozen, as one model by Hugging Face's names.
///
/// | the checkpoint has | the model is |
/// |---|---|
/// | `opt_proj` | one that captions and answers, with OPT |
/// | `t5_proj` | the same with T5 |
/// | `itm_head` | one that compares, with `cls.*` and `temp` as stage 1 leaves them |
///
/// Sizes come from shapes and from the towers' own settings; the number of heads, which no shape tells, is one
/// for 64 numbers (in EVA's encoder for 88), unless the checkpoint's `config` says otherwise, as ours do.
///
/// **Source:** LAVIS `blip2_qformer.py`, `blip2_opt.py`, `blip2_t5.py`, `runner_base.py`.
public final class LavisModel implements ModelSource {
    /// Key under which our own checkpoints say what shapes do not tell.
    static final String OWN = "blip2j";

    private static final int QFORMER_HEAD = 64;
    private static final String VISION = "vision_model.";
    private static final String LANGUAGE = "language_model.";

    private final Path path;
    private final Opened opened;
    private final ConfigJson config;
    private final boolean answers;
    private final Map<String, Piece> pieces;

    private LavisModel(Path path, Opened opened, ConfigJson config, boolean answers, Map<String, Piece> pieces) {
        this.path = path;
        this.opened = opened;
        this.config = config;
        this.answers = answers;
        this.pieces = pieces;
    }

    /// Whether a path is a checkpoint of LAVIS, by its name.
    public static boolean isOne(Path path) {
        String name = String.valueOf(path.getFileName());
        return (name.endsWith(".pth") || name.endsWith(".pt")) && Files.isRegularFile(path);
    }

    /// Opens a checkpoint and its towers; headers are read, no numbers.
    /// @throws InputException if something is missing or does not fit
    public static LavisModel open(Path path, LavisParts parts) {
        Opened opened = new Opened();
        try {
            TorchFile file = opened.add(TorchFile.open(path));
            return new Assembly(path, parts, opened, file).model();
        } catch (InputException problem) {
            opened.close();
            throw problem;
        }
    }

    /// Puts the parts together.
    private record Assembly(Path path, LavisParts parts, Opened opened, Map<String, Piece> lavis, ConfigJson own) {
        Assembly(Path path, LavisParts parts, Opened opened, TorchFile file) {
            this(path, parts, opened, Pieces.of(file), file.settings("config").object(OWN));
        }

        LavisModel model() {
            boolean opt = lavis.containsKey("opt_proj.weight");
            boolean t5 = lavis.containsKey("t5_proj.weight");
            if (!opt && !t5 && !lavis.containsKey("itm_head.weight")) {
                throw problem(
                        "LAVIS-KIND",
                        "neither opt_proj, t5_proj nor itm_head",
                        "a checkpoint of LAVIS's BLIP-2",
                        "Use --vision or --language for the file of a tower");
            }
            VisionPart vision = vision();
            Map<String, Piece> all = new LinkedHashMap<>();
            vision.pieces().forEach((name, piece) -> all.put(VISION + name, piece));
            lavis.forEach((name, piece) -> {
                String theirs = LavisNames.toHuggingFace(name);
                if (theirs != null) {
                    all.put(theirs, piece);
                }
            });
            QFormerConfig qformer = qformer(vision.config().hiddenSize());
            int queries = shape("query_tokens").dim(1);
            if (!opt && !t5) {
                int features = shape("vision_proj.weight").dim(0);
                ObjectNode config = new RetrievalConfig(vision.config(), qformer, queries, features, -1).toJson();
                return new LavisModel(path, opened, ConfigJson.of(path.toString(), config), false, all);
            }
            if (parts.language() == null) {
                throw missing(
                        "LAVIS-LANGUAGE",
                        "no language model, which LAVIS leaves out",
                        "a folder with " + (opt ? "OPT" : "FlanT5") + " and its tokenizer",
                        "Add --language DIR");
            }
            LanguagePart language = LanguagePart.open(parts.language(), t5, opened);
            language.pieces().forEach((name, piece) -> all.put(LANGUAGE + name, piece));
            Blip2Config config =
                    new Blip2Config(vision.config(), qformer, language.config(), queries, 256, language.imageToken());
            return new LavisModel(
                    path, opened, ConfigJson.of(path.toString(), config.toJson(Blip2Folder.ARCHITECTURE)), true, all);
        }

        private VisionPart vision() {
            Map<String, Piece> inside = Pieces.under("visual_encoder.", lavis);
            VisionPart part;
            if (!inside.isEmpty()) {
                part = VisionPart.ofLavis(path.toString(), inside);
                if (parts.vision() != null) { // heads and options are its own folder's
                    part = part.withHeads(
                            VisionPart.open(parts.vision(), opened).config().heads());
                }
            } else if (parts.vision() != null) {
                part = VisionPart.open(parts.vision(), opened);
            } else {
                throw missing(
                        "LAVIS-VISION",
                        "no image encoder, which LAVIS leaves out",
                        "EVA's ViT-g (eva_vit_g.pth) or CLIP's ViT-L (clip_vit_L.pth), or a folder of Hugging Face's",
                        "Add --vision DIR|FILE");
            }
            int ownHeads = own.integer("vision_heads", 0);
            VisionPart headed = ownHeads > 0 ? part.withHeads(ownHeads) : part;
            int size = parts.imageSize() > 0 ? parts.imageSize() : own.integer("image_size", 0);
            return size > 0 ? headed.forPictures(size) : headed;
        }

        private QFormerConfig qformer(int imageHidden) {
            int hidden = shape("query_tokens").dim(2);
            int layers = 0;
            int frequency = 0;
            while (lavis.containsKey(layer(layers, "attention.self.query.weight"))) {
                boolean looks = lavis.containsKey(layer(layers, "crossattention.self.query.weight"));
                if (looks && layers > 0 && frequency == 0) {
                    frequency = layers;
                }
                layers++;
            }
            boolean words = lavis.containsKey("Qformer.bert.embeddings.word_embeddings.weight");
            ObjectNode json = ConfigJson.writable();
            json.put("hidden_size", hidden);
            json.put("num_hidden_layers", layers);
            json.put("num_attention_heads", own.integer("qformer_heads", Math.max(1, hidden / QFORMER_HEAD)));
            json.put(
                    "intermediate_size",
                    shape(layer(0, "intermediate_query.dense.weight")).dim(0));
            json.put("cross_attention_frequency", frequency == 0 ? Math.max(1, layers) : frequency);
            json.put("encoder_hidden_size", imageHidden);
            json.put("use_qformer_text_input", words);
            if (words) {
                json.put(
                        "vocab_size",
                        shape("Qformer.bert.embeddings.word_embeddings.weight").dim(0));
                json.put(
                        "max_position_embeddings",
                        shape("Qformer.bert.embeddings.position_embeddings.weight")
                                .dim(0));
            }
            return QFormerConfig.of(ConfigJson.of(path + " Qformer", json));
        }

        private static String layer(int number, String inside) {
            return "Qformer.bert.encoder.layer." + number + "." + inside;
        }

        private Shape shape(String name) {
            Piece piece = lavis.get(name);
            if (piece == null || piece.shape().rank() != (name.equals("query_tokens") ? 3 : 2)) {
                throw problem("LAVIS-KIND", "no sound '" + name + "'", "a checkpoint of LAVIS's BLIP-2", "Is it one?");
            }
            return piece.shape();
        }

        private InputException missing(String code, String found, String expected, String fix) {
            return new InputException(InputException.Kind.MISSING, code, path.toString(), found, expected, fix);
        }

        private InputException problem(String code, String found, String expected, String fix) {
            return new InputException(InputException.Kind.BAD, code, path.toString(), found, expected, fix);
        }
    }

    /// Whether it captions and answers; else it compares.
    public boolean answers() {
        return answers;
    }

    /// Whether its Q-Former reads texts.
    public boolean readsTexts() {
        return config.object("qformer_config").flag("use_qformer_text_input", false);
    }

    @Override
    public ConfigJson config() {
        return config;
    }

    @Override
    public String what() {
        return path.toString();
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(pieces.keySet());
    }

    @Override
    public Shape shape(String name) {
        return pieces.get(name).shape();
    }

    @Override
    public DType dtype(String name) {
        return pieces.get(name).type();
    }

    @Override
    public Tensor read(String name, Backend backend) {
        return pieces.get(name).read().apply(backend);
    }

    @Override
    public void close() {
        opened.close();
    }
}
