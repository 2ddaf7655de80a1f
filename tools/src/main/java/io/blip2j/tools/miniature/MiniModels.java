package io.blip2j.tools.miniature;

import io.blip2j.blip2.model.RetrievalConfig;
import io.blip2j.blip2.opt.OptConfig;
import io.blip2j.blip2.qformer.QFormerConfig;
import io.blip2j.blip2.t5.RelativeBias;
import io.blip2j.blip2.t5.T5Config;
import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.blip2.vit.VisionConfig;
import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;
import io.blip2j.nn.Activation;
import io.blip2j.nn.init.Initialization;
import io.blip2j.nn.init.Initializer;
import io.blip2j.nn.init.Initializer.Constant;
import io.blip2j.nn.init.Initializer.FanIn;
import io.blip2j.nn.init.Initializer.Normal;
import io.blip2j.nn.init.Initializer.TruncatedNormal;
import io.blip2j.tools.world.Picture;
import java.util.Arrays;

/// The miniature BLIP-2: width 96, 4 heads, 12 queries; about 1.5 million parameters with a language model.
///
/// How parameters begin matters more here than any other setting: with BERT's small values cross-attention stays
/// uniform for hundreds of steps.
public final class MiniModels {
    /// Number of query tokens.
    public static final int QUERIES = 12;

    private static final int HIDDEN = 96;
    private static final int HEADS = 4;
    private static final int FFN = 192;
    private static final int PATCH = 16;
    private static final int FEATURES = 64;
    private static final int TEXT_POSITIONS = 32;
    private static final int OPT_POSITIONS = 128;
    private static final int BUCKETS = 32;
    private static final int MAX_DISTANCE = 128;
    private static final int NEAR = 20;

    private MiniModels() {}

    /// The encoder: 3 layers over 9 patches of 16 pixels.
    public static VisionConfig vision() {
        return new VisionConfig(
                VisionConfig.BLIP2, HIDDEN, FFN, 3, HEADS, Picture.SIDE, PATCH, 3, Activation.GELU, 1e-6, 0, true);
    }

    /// Encoder and Q-Former (4 layers, cross-attention in 0 and 2) as stage 1 has them.
    public static RetrievalConfig stage1(Tokenizer words) {
        QFormerConfig qformer = new QFormerConfig(
                words.size(),
                HIDDEN,
                4,
                HEADS,
                FFN,
                Activation.GELU,
                0,
                0,
                TEXT_POSITIONS,
                0.02,
                1e-12,
                id(words, "[PAD]"),
                2,
                HIDDEN,
                true);
        return new RetrievalConfig(vision(), qformer, QUERIES, FEATURES, -1);
    }

    /// A language model like OPT: 3 pre-norm layers, tied head; a newline ends its answers, as in BLIP-2.
    public static OptConfig opt(Tokenizer words) {
        return new OptConfig(
                words.size(),
                HIDDEN,
                3,
                FFN,
                OPT_POSITIONS,
                true,
                true,
                HIDDEN,
                0,
                0,
                HEADS,
                Activation.RELU,
                true,
                id(words, "<pad>"),
                id(words, "</s>"),
                new long[] {id(words, "Ċ")},
                true);
    }

    /// A language model like FlanT5: 2 + 2 gated layers, untied head.
    public static T5Config t5(Tokenizer words) {
        return new T5Config(
                words.size(),
                HIDDEN,
                HIDDEN / HEADS,
                FFN,
                2,
                2,
                HEADS,
                BUCKETS,
                MAX_DISTANCE,
                0,
                1e-6,
                true,
                Activation.GELU,
                false,
                id(words, "<pad>"),
                id(words, "<pad>"),
                new long[] {id(words, "</s>")});
    }

    private static int id(Tokenizer words, String token) {
        return words.id(token).orElseThrow(() -> new IllegalStateException("no token " + token));
    }

    private static Initialization norms(Initialization rules) {
        return rules.rule("(?i).*(layer_?norm|norm\\d?)\\.weight", new Constant(1))
                .rule(".*\\.bias", new Constant(0));
    }

    /// First values of the encoder: positions large, so that tokens carry where they are.
    public static Initialization initialVision() {
        return norms(new Initialization())
                .rule(".*position_embedding", new Normal(1))
                .rule(".*class_embedding", new Normal(0.1))
                .rule(".*patch_embedding\\.weight", new TruncatedNormal(0.02))
                .rule(".*qkv\\.weight", new Normal(0.1))
                .rule(".*", new TruncatedNormal(0.05));
    }

    /// First values of everything that stage 1 adds to the encoder.
    public static Initialization initialStage1() {
        return norms(new Initialization())
                .rule("query_tokens", new Normal(0.3))
                .rule("temp", new Constant(0.07))
                .rule("embeddings\\..*", new Normal(0.1))
                .rule(".*attention\\.(query|key|value)\\.weight", new Normal(0.1))
                .rule(".*", new TruncatedNormal(0.05));
    }

    /// First values of the bridge to the language model.
    public static Initialization initialBridge() {
        return new Initialization().rule(".*\\.bias", new Constant(0)).rule(".*", new Normal(0.02));
    }

    /// First values of the OPT-like model. Positions are sinusoids from [#QUERIES] on: in stage 2 the queries
    /// stand in front of the words ([#shifted]).
    public static Initialization initialOpt(int rows) {
        return norms(new Initialization())
                .rule(".*embed_positions\\.weight", new Initializer.Given(sinusoids(rows, QUERIES)))
                .rule(".*embed_tokens\\.weight", new Normal(0.1))
                .rule(".*self_attn\\.[qkv]_proj\\.weight", new Normal(0.1))
                .rule(".*", new TruncatedNormal(0.05));
    }

    private static float[] sinusoids(int rows, int first) {
        io.blip2j.core.shape.Shape whole = io.blip2j.core.shape.Shape.of(rows + first, HIDDEN);
        float[] all = new Initializer.Sinusoid(0.15).values(whole, RandomKey.of(0, "positions"));
        return Arrays.copyOfRange(all, first * HIDDEN, (first + rows) * HIDDEN);
    }

    /// The trained position table `[rows, 96]` moved behind the queries' places: row `p` becomes row `p + 12`,
    /// the rows of the queries stay sinusoids. The two rows in front that OPT's tables spare stay where they are.
    public static float[] shifted(float[] trained) {
        int rows = trained.length / HIDDEN;
        float[] moved = sinusoids(rows, 0);
        int spare = 2;
        System.arraycopy(trained, spare * HIDDEN, moved, (spare + QUERIES) * HIDDEN, (rows - spare - QUERIES) * HIDDEN);
        return moved;
    }

    /// First values of the T5-like model: by fan-in, since its attention is not scaled, and biases by shape.
    public static Initialization initialT5(long seed) {
        return norms(new Initialization())
                .rule("encoder\\..*relative_attention_bias\\.weight", new Initializer.Given(encoderBias(seed)))
                .rule("decoder\\..*relative_attention_bias\\.weight", new Initializer.Given(decoderBias(seed)))
                .rule("shared\\.weight", new Normal(0.15))
                .rule(".*Attention\\.q\\.weight", new FanIn(1 / Math.sqrt(HIDDEN / (double) HEADS)))
                .rule("lm_head\\.weight", new FanIn(0.3))
                .rule(".*", new FanIn(1));
    }

    /// Heads that look at the word before, the word after, the past, the future: distances `r = key - query`.
    private static float[] encoderBias(long seed) {
        return bias(true, seed, (head, r) -> switch (head) {
            case 0 -> r < 0 ? 1.5 - Math.abs(r + 1) : -3;
            case 1 -> r > 0 ? 1.5 - Math.abs(r - 1) : -3;
            case 2 -> r <= 0 ? -0.25 * Math.abs(r) : -3;
            default -> r >= 0 ? -0.25 * r : -3;
        });
    }

    private static float[] decoderBias(long seed) {
        return bias(false, seed, (head, r) -> switch (head) {
            case 0 -> r < 0 ? 1.5 - Math.abs(r + 1) : -3;
            case 1 -> 0.5 - 0.5 * Math.abs(r);
            case 2 -> -0.25 * Math.abs(r);
            default -> 0;
        });
    }

    @FunctionalInterface
    private interface Form {
        double at(int head, int distance);
    }

    /// A table `[buckets, heads]`: each bucket the mean of its near distances, plus noise N(0, 0.2).
    private static float[] bias(boolean both, long seed, Form form) {
        double[] sums = new double[BUCKETS * HEADS];
        int[] counts = new int[BUCKETS];
        for (int r = -NEAR; r <= (both ? NEAR : 0); r++) {
            int bucket = RelativeBias.bucket(r, both, BUCKETS, MAX_DISTANCE);
            counts[bucket]++;
            for (int head = 0; head < HEADS; head++) {
                sums[bucket * HEADS + head] += Math.max(-4, form.at(head, r));
            }
        }
        float[] table = new float[BUCKETS * HEADS];
        Philox.normal(RandomKey.of(seed, both ? "init/encoder bias" : "init/decoder bias"), table);
        for (int i = 0; i < table.length; i++) {
            int count = counts[i / HEADS];
            table[i] = (float) (0.2 * table[i] + (count == 0 ? 0 : sums[i] / count));
        }
        return table;
    }
}
