package io.blip2j.blip2.model;

import io.blip2j.blip2.language.Ids;
import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.qformer.ImageKeys;
import io.blip2j.blip2.qformer.QFormer;
import io.blip2j.blip2.qformer.TextEmbeddings;
import io.blip2j.blip2.vit.VisionTower;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Linear;
import io.blip2j.nn.Module;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;

/// A BLIP-2 that compares images and texts: by the cosine of their features (contrast), or by looking at both at
/// once (matching).
///
/// | tensor | shape |
/// |---|---|
/// | pixels | `[images, channels, height, width]` |
/// | image embeddings | `[images, tokens, visionHidden]` |
/// | image features | `[images, queries, features]`, normalised |
/// | text features | `[texts, features]`, normalised |
/// | matching logits | `[pairs, 2]`, the second for a match |
///
/// **Source:** BLIP-2, arXiv 2301.12597, section 3.1; transformers `Blip2ForImageTextRetrieval`, whose names these
/// are.
public class Blip2ForImageTextRetrieval extends Module {
    private final RetrievalConfig config;
    private final VisionTower vision;
    private final Parameter queryTokens;
    private final TextEmbeddings embeddings;
    private final QFormer qformer;
    private final Linear visionProjection;
    private final Linear textProjection;
    private final Linear matchHead;

    @SuppressWarnings("this-escape") // child() notes its argument and calls nothing
    public Blip2ForImageTextRetrieval(RetrievalConfig config) {
        int hidden = config.qformer().hiddenSize();
        this.config = config;
        vision = child("vision_model", VisionTower.of(config.vision()));
        queryTokens = parameter("query_tokens", 1, config.queries(), hidden);
        embeddings = child("embeddings", new TextEmbeddings(config.qformer()));
        qformer = child("qformer", new QFormer(config.qformer()));
        visionProjection = child("vision_projection", new Linear(hidden, config.featureSize(), true));
        textProjection = child("text_projection", new Linear(hidden, config.featureSize(), true));
        matchHead = child("itm_head", new Linear(hidden, 2, true));
    }

    /// What the Q-Former looks at, from pictures.
    /// @param interpolate whether positions are stretched to another size of picture
    public final Tensor imageEmbeds(Tensor pixels, boolean interpolate, Pass pass, Recorder recorder) {
        return vision.imageEmbeds(vision.tokens(pixels, interpolate, pass, recorder.under("vision.")));
    }

    /// Queries that have looked at each image.
    /// @param image keys of `images` images
    public final QFormer.ImagePass imagePass(ImageKeys image, int images, Pass pass) {
        return qformer.image(queryTokens.tensor(), images, image, pass);
    }

    /// `normalise(vision_projection(queries))`, `[images, queries, features]`.
    public final Tensor imageFeatures(Tensor queries) {
        return visionProjection.forward(queries).l2Normalize(-1);
    }

    /// `normalise(text_projection(text pass at [CLS]))`, `[texts, features]`.
    public final Tensor textFeatures(long[][] ids, long[][] mask, Pass pass) {
        return textFeatures(textPass(ids, mask, 1, pass).select(1, 0)); // [texts, hidden]
    }

    /// `normalise(text_projection(rows))`, `[..., hidden]` to `[..., features]`.
    public final Tensor textFeatures(Tensor rows) {
        return textProjection.forward(rows).l2Normalize(-1);
    }

    /// Words that have looked at one another, `[texts, rows, hidden]`.
    /// @param rows how many of each text's first words are wanted
    public final Tensor textPass(long[][] ids, long[][] mask, int rows, Pass pass) {
        return qformer.text(embed(ids), AttentionMask.of(mask, backend()), rows, pass);
    }

    /// Queries that have looked at image and text, `[pairs, queries, hidden]`.
    public final Tensor jointPass(ImageKeys image, long[][] ids, long[][] mask, Pass pass, Recorder recorder) {
        AttentionMask visible = AttentionMask.of(mask, config.queries(), backend());
        boolean recording = recorder != Recorder.NONE;
        return qformer.joint(
                        queryTokens.tensor(),
                        embed(ids),
                        visible,
                        image,
                        pass,
                        recording,
                        recording ? recorder.under("qformer.") : recorder)
                .queries();
    }

    /// `mean over queries of itm_head(queries)`, `[pairs, 2]`; the mean of a linear function is that of the mean.
    public final Tensor matchLogits(Tensor queries) {
        return matchHead.forward(queries.mean(1, false));
    }

    /// Embedded words, `[texts, seq, hidden]`.
    public final Tensor embed(long[][] ids) {
        return embeddings.forward(Ids.tensor(backend(), ids));
    }

    /// Logits of pairs: is text `i` about image `i`? Texts may hold places for the queries, which are dropped.
    public final Tensor match(Tensor pixels, long[][] ids, long[][] mask, boolean interpolate, Recorder recorder) {
        QueryPlaces texts = QueryPlaces.dropped(ids, mask, config);
        Tensor seen = imageEmbeds(pixels, interpolate, Pass.EVALUATION, recorder);
        ImageKeys image = qformer.imageKeys(seen, AttentionMask.none());
        return matchLogits(jointPass(image, texts.ids(), texts.mask(), Pass.EVALUATION, recorder));
    }

    /// Similarities of all images with all texts.
    ///
    /// @param logitsPerImage `[images, texts]`: the largest cosine over the queries, no temperature
    /// @param imageFeatures `[images, queries, features]`
    /// @param textFeatures `[texts, features]`
    public record Similarity(Tensor logitsPerImage, Tensor imageFeatures, Tensor textFeatures) {}

    /// Compares all images with all texts, which may hold places for the queries.
    public final Similarity compare(
            Tensor pixels, long[][] ids, long[][] mask, boolean interpolate, Recorder recorder) {
        QueryPlaces texts = QueryPlaces.dropped(ids, mask, config);
        Tensor seen = imageEmbeds(pixels, interpolate, Pass.EVALUATION, recorder);
        ImageKeys image = qformer.imageKeys(seen, AttentionMask.none());
        Tensor images =
                imageFeatures(imagePass(image, pixels.dim(0), Pass.EVALUATION).queries());
        Tensor words = textFeatures(texts.ids(), texts.mask(), Pass.EVALUATION);
        return new Similarity(similarity(images, words), images, words);
    }

    /// `max over queries of images · texts`, `[images, texts]`.
    public static Tensor similarity(Tensor images, Tensor texts) {
        int features = images.dim(2);
        Tensor cosines = images.reshape(images.dim(0) * images.dim(1), features).matmul(texts.transpose(0, 1));
        return cosines.reshape(images.dim(0), images.dim(1), texts.dim(0)).max(1);
    }

    /// The image encoder.
    public final VisionTower vision() {
        return vision;
    }

    /// The Q-Former.
    public final QFormer qformer() {
        return qformer;
    }

    /// The queries before any pass.
    public final Parameter queryTokens() {
        return queryTokens;
    }

    /// Words and positions.
    public final TextEmbeddings embeddings() {
        return embeddings;
    }

    /// Sizes and options.
    public final RetrievalConfig config() {
        return config;
    }

    /// Where the weights are.
    public final Backend backend() {
        return queryTokens.tensor().backend();
    }
}
