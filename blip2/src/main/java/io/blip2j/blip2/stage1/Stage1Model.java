package io.blip2j.blip2.stage1;

import io.blip2j.blip2.bert.LanguageHead;
import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.model.Blip2ForImageTextRetrieval;
import io.blip2j.blip2.model.RetrievalConfig;
import io.blip2j.blip2.qformer.ImageKeys;
import io.blip2j.blip2.qformer.QFormer;
import io.blip2j.blip2.stage1.Stage1Batch.Negatives;
import io.blip2j.core.parallel.Communicator;
import io.blip2j.core.parallel.Single;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.nn.state.KeyMap;

/// What stage 1 trains: the retrieval model, a head that writes captions, and a temperature.
///
/// One step sends a batch through the Q-Former four times (`image`, `text`, `itm`, `itg`: [QFormer]) and adds three
/// losses. Keys and values are shared wherever they are equal: what cross-attention sees of an image serves the image
/// and the joint pass, the queries' self-attention of the image pass serves captioning.
///
/// **Source:** BLIP-2, arXiv 2301.12597, section 3.1; LAVIS `blip2_qformer.py`. `cls.predictions.*` and `temp` are
/// LAVIS's, Hugging Face's class has no place for them.
public final class Stage1Model extends Blip2ForImageTextRetrieval {
    /// Keys of checkpoints: the decoder of the head is the table of words, whether or not a file stores it again.
    public static final KeyMap KEYS = KeyMap.SAME.ignoring("cls\\.predictions\\.decoder\\..*");

    private final LanguageHead head;
    private final Parameter temperature;
    private final long startId;

    /// How the losses are computed.
    ///
    /// @param featureGradients whether gradients flow to both sides of the contrast (one rank only); LAVIS: no
    /// @param equalTextsMatch whether samples with equal texts are never each other's wrong partners; LAVIS: no
    public record Options(boolean featureGradients, boolean equalTextsMatch) {
        /// As LAVIS does.
        public static final Options LAVIS = new Options(false, false);
    }

    /// @param startId the id that begins a caption, `[DEC]`
    public Stage1Model(RetrievalConfig config, long startId) {
        super(config);
        head = child(
                "cls.predictions",
                new LanguageHead(
                        config.qformer().hiddenSize(),
                        config.qformer().vocabSize(),
                        config.qformer().layerNormEps(),
                        config.qformer().activation()));
        temperature = parameter("temp");
        this.startId = startId;
    }

    /// The three losses of a batch on one rank, as LAVIS has them.
    public Losses losses(Stage1Batch batch, Pass pass) {
        return losses(batch, pass, Options.LAVIS, new Single(), Recorder.NONE);
    }

    /// The three losses of a batch.
    /// @param pass its seed and step name the random numbers of dropout and negatives, `firstSample` is the
    ///     number of the batch's first row among all ranks' rows
    /// @param ranks who exchanges features and negatives; gradients are to be averaged over the ranks afterwards
    public Losses losses(Stage1Batch given, Pass pass, Options options, Communicator ranks, Recorder recorder) {
        Stage1Batch batch = given.trimmed();
        Gathering gathering = new Gathering(ranks, options.featureGradients());
        int size = batch.size();
        ImageKeys imageKeys = qformer().imageKeys(batch.imageEmbeds(), AttentionMask.none());
        QFormer.ImagePass image = imagePass(imageKeys, size, pass.named("image"));
        Tensor images = imageFeatures(image.queries()); // [batch, queries, features]
        Tensor texts = textFeatures(batch.ids(), batch.mask(), pass.named("text")); // [batch, features]
        ImageTextContrastiveLoss.Result itc =
                ImageTextContrastiveLoss.of(images, texts, temperature.tensor(), batch.imageIds(), gathering);

        Gathering.Texts all = gathering.texts(batch.ids(), batch.mask());
        Negatives negatives = negatives(batch, itc, all, options, gathering, pass, recorder);
        ImageTextMatchingLoss.Result itm =
                ImageTextMatchingLoss.of(this, batch, imageKeys, negatives, all, gathering, pass);
        ImageGroundedTextLoss.Result itg = ImageGroundedTextLoss.of(this, batch, image.keys(), pass.named("itg"));

        recorder.record("query_output", image.queries());
        recorder.record("image_features", images);
        recorder.record("text_features", texts);
        recorder.record("to_text", itc.toText());
        recorder.record("to_image", itc.toImage());
        recorder.record("itm_logits", itm.logits());
        if (recorder != Recorder.NONE) {
            recorder.record("lm_logits", logits(itg.hidden()));
        }
        return new Losses(itc.loss(), itm.loss(), itg.loss(), itm.logits());
    }

    private static Negatives negatives(
            Stage1Batch batch,
            ImageTextContrastiveLoss.Result itc,
            Gathering.Texts all,
            Options options,
            Gathering gathering,
            Pass pass,
            Recorder recorder) {
        if (batch.negatives() != null && recorder == Recorder.NONE) {
            return batch.negatives();
        }
        boolean[] forbidden = HardNegatives.forbidden(
                batch.size(),
                gathering.first(batch.size()),
                batch.imageIds(),
                gathering.numbers(batch.imageIds()),
                options.equalTextsMatch() ? all : null,
                itc.toText().dim(1));
        Tensor textChances = HardNegatives.chances(itc.toText(), forbidden);
        Tensor imageChances = HardNegatives.chances(itc.toImage(), forbidden);
        recorder.record("text_chances", textChances);
        recorder.record("image_chances", imageChances);
        return batch.negatives() != null ? batch.negatives() : HardNegatives.draw(imageChances, textChances, pass);
    }

    /// Logits of the next word, `[..., vocab]`, from the last layer's words.
    Tensor logits(Tensor hidden) {
        return head.forward(hidden, embeddings().words().weight());
    }

    /// Begins captions of images, to be continued greedily, with beams or by drawing.
    /// @param imageEmbeds `[images, tokens, visionHidden]`
    /// @param newIds how long they may become
    public CaptionSession captions(Tensor imageEmbeds, int newIds) {
        return CaptionSession.begin(this, imageEmbeds, newIds);
    }

    /// The id that begins a caption.
    public long startId() {
        return startId;
    }

    /// The learned divisor of the contrast's similarities.
    public Parameter temperature() {
        return temperature;
    }
}
