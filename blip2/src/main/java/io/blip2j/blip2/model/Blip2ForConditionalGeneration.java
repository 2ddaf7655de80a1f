package io.blip2j.blip2.model;

import io.blip2j.blip2.generate.Answer;
import io.blip2j.blip2.generate.GenerationConfig;
import io.blip2j.blip2.generate.Generator;
import io.blip2j.blip2.generate.Prompts;
import io.blip2j.blip2.generate.TokenListener;
import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.language.DecodingSession;
import io.blip2j.blip2.language.Ids;
import io.blip2j.blip2.language.LanguageInput;
import io.blip2j.blip2.language.LanguageModel;
import io.blip2j.blip2.language.LanguageOutput;
import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.qformer.ImageKeys;
import io.blip2j.blip2.qformer.QFormer;
import io.blip2j.blip2.qformer.TextEmbeddings;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.blip2.vit.VisionTower;
import io.blip2j.core.InputException;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.memory.Step;
import io.blip2j.core.op.elementwise.MaskedScatter;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Linear;
import io.blip2j.nn.Module;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.Pass;
import io.blip2j.nn.attention.AttentionMask;
import io.blip2j.nn.state.StateDict;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// BLIP-2 with a language model: an image becomes a few queries, which stand among the words of a prompt.
///
/// `image embeddings = encoder(pixels)`, `prompts = language_projection(qformer(query_tokens, image
/// embeddings))`; the prompts take the places of the image tokens among the embedded words; the language model
/// goes on from there.
///
/// | tensor | shape |
/// |---|---|
/// | pixels | `[images, channels, height, width]` |
/// | image embeddings | `[images, 1 + patches, imageHidden]` |
/// | prompts | `[images, queries, textHidden]` |
/// | words with prompts among them | `[batch, seq, embedding]` |
///
/// The k-th image token of the batch, row by row, takes the k-th projected query, wherever it stands.
///
/// **Source:** Li et al., "BLIP-2", arXiv 2301.12597, figure 3; transformers `Blip2ForConditionalGeneration`,
/// whose names these are. There, prompts are scattered number by number; where a word's embedding is narrower
/// than the model (OPT-350m) that tears queries apart, and so it does here.
public final class Blip2ForConditionalGeneration extends Module {
    private final Blip2Config config;
    private final GenerationConfig generation;
    private final VisionTower vision;
    private final Parameter queryTokens;
    private final QFormer qformer;
    private final Linear projection;
    private final LanguageModel language;
    private final TextEmbeddings questions;

    /// @param generation how this model answers unless told otherwise
    /// @param readsQuestions whether the Q-Former reads a question beside the image (figure 7 of the paper): it
    ///     has word embeddings and feed-forwards for words then, for which Hugging Face's class has no place
    public Blip2ForConditionalGeneration(
            Blip2Config config, LanguageModel language, GenerationConfig generation, boolean readsQuestions) {
        this.config = config;
        this.generation = generation;
        this.language = language;
        queryTokens =
                parameter("query_tokens", 1, config.queries(), config.qformer().hiddenSize());
        vision = child("vision_model", VisionTower.of(config.vision()));
        qformer =
                child("qformer", new QFormer(readsQuestions ? config.qformer().withTextInput(true) : config.qformer()));
        questions = readsQuestions ? child("embeddings", new TextEmbeddings(config.qformer())) : null;
        projection = child(
                "language_projection",
                new Linear(config.qformer().hiddenSize(), config.text().hiddenSize(), true));
        child("language_model", language);
    }

    /// Reads a folder: of Hugging Face, or of [#save].
    public static Blip2ForConditionalGeneration load(Path folder, Backend backend) {
        return Blip2Folder.load(folder, backend, StateDict::learning);
    }

    /// Reads a folder and freezes each matrix as soon as it is read.
    /// @param weights what matrices are kept as; null: as the folder has them
    public static Blip2ForConditionalGeneration loadFrozen(Path folder, Backend backend, MatrixFormat weights) {
        return Blip2Folder.load(folder, backend, parameter -> parameter.freeze(weights));
    }

    /// Writes a model's configuration and weights.
    public void save(Path folder) {
        Blip2Folder.save(this, folder);
    }

    /// Writes a whole folder that [#load] and Hugging Face's classes read: the model, its tokenizer and its
    /// processor.
    /// @param tokenizer a folder with the language model's tokenizer
    public void save(Path folder, Path tokenizer, ImageProcessor images) {
        save(folder);
        Tokenizers.copy(tokenizer, folder);
        images.write(folder, config.queries());
    }

    // ---------------------------------------------------------------- from pixels to prompts

    /// Image embeddings: the encoder's tokens after `post_layernorm`.
    public Tensor imageEmbeds(Tensor pixels, boolean interpolate, Pass pass, Recorder recorder) {
        Tensor tokens = vision.tokens(pixels, interpolate, pass, recorder.under("vision."));
        Tensor embeds = vision.imageEmbeds(tokens); // [images, 1 + patches, imageHidden]
        recorder.record("vision.last", embeds);
        return embeds;
    }

    /// What the language model sees of images.
    /// @param imageEmbeds `[images, 1 + patches, imageHidden]`
    public Tensor prompts(Tensor imageEmbeds, Pass pass, Recorder recorder) {
        ImageKeys keys = qformer.imageKeys(imageEmbeds, AttentionMask.none());
        Recorder inside = recorder.under("qformer.");
        Tensor queries = qformer.image(queryTokens.tensor(), imageEmbeds.dim(0), keys, pass, inside)
                .queries(); // [images, queries, hidden]
        return projected(queries, recorder);
    }

    /// As above, the Q-Former reading a question beside each image.
    /// @param question ids for the Q-Former, `[images][seq]`
    /// @param mask 1 for a word, 0 for padding, or null
    public Tensor prompts(Tensor imageEmbeds, long[][] question, long[][] mask, Pass pass) {
        if (questions == null) {
            throw new InputException(
                    InputException.Kind.USAGE,
                    "BLIP2-QUESTION",
                    "question for the Q-Former",
                    "a model without word embeddings in its Q-Former",
                    "a model trained with questions there (" + Blip2Folder.QUESTION_TENSORS + ")",
                    "Ask the language model alone");
        }
        Tensor words = questions.forward(Ids.tensor(imageEmbeds.backend(), question)); // [images, seq, hidden]
        AttentionMask both = AttentionMask.of(mask, config.queries(), imageEmbeds.backend());
        ImageKeys keys = qformer.imageKeys(imageEmbeds, AttentionMask.none());
        return projected(qformer.joint(queryTokens.tensor(), words, both, keys, pass), Recorder.NONE);
    }

    private Tensor projected(Tensor queries, Recorder recorder) {
        recorder.record("qformer.last", queries);
        Tensor prompts = projection.forward(queries); // [images, queries, textHidden]
        recorder.record("projection", prompts);
        return prompts;
    }

    // ---------------------------------------------------------------- with words

    /// Embedded words, with prompts at the image tokens.
    public Tensor embed(long[][] ids, Tensor prompts) {
        boolean[] isImage = new boolean[ids.length * (ids.length == 0 ? 0 : ids[0].length)];
        int places = 0;
        int count = 0;
        for (long[] row : ids) {
            for (long id : row) {
                boolean image = id == config.imageToken();
                isImage[places++] = image;
                count += image ? 1 : 0;
            }
        }
        int given = prompts.dim(0) * prompts.dim(1);
        if (count != given) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "BLIP2-IMAGE-TOKENS",
                    "prompts with image tokens (id " + config.imageToken() + ")",
                    count + " of them in the batch",
                    given + ": " + prompts.dim(1) + " for each of " + prompts.dim(0) + " images",
                    "Put them before the words of each prompt; truncate the words, not them");
        }
        Tensor words = language.embed(Ids.tensor(prompts.backend(), ids)); // [batch, seq, embedding]
        Tensor mask = Tensor.of(prompts.backend(), isImage, words.dim(0), words.dim(1), 1);
        return MaskedScatter.of(words, mask, prompts);
    }

    /// Logits, and the loss if there are labels.
    public LanguageOutput forward(Blip2Input input, Pass pass, Recorder recorder) {
        Tensor prompts = prompts(imageEmbeds(input.pixels(), input.interpolate(), pass, recorder), pass, recorder);
        Tensor embeds = embed(input.ids(), prompts);
        recorder.record("language.inputs_embeds", embeds);
        LanguageInput words = new LanguageInput(embeds, input.mask(), input.labels(), null);
        return language.forward(words, pass, recorder.under("language."));
    }

    /// Ids of a prompt without words: image tokens, then OPT's first or T5's last id.
    public long[] emptyPrompt() {
        return prompt(
                config.text().decoderOnly()
                        ? config.text().startTokenId()
                        : config.text().eosTokenIds()[0]);
    }

    /// Ids of a prompt: image tokens, then the words as the tokenizer gives them.
    public long[] prompt(long... words) {
        long[] ids = new long[config.queries() + words.length];
        Arrays.fill(ids, 0, config.queries(), config.imageToken());
        System.arraycopy(words, 0, ids, config.queries(), words.length);
        return ids;
    }

    /// Stands ready to continue prompts.
    /// @param prompts what the language model sees of the images
    /// @param ids rows with image tokens, of any length if there is no mask
    /// @param mask 1 for a word or image token, 0 for padding that the caller put there; null: there is none
    /// @param newIds how many ids will be generated at most
    public DecodingSession begin(Tensor prompts, long[][] ids, long[][] mask, int newIds) {
        RaggedRows rows = mask == null ? RaggedRows.of(ids, config.text().padTokenId()) : new RaggedRows(ids, mask);
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            return language.begin(embed(rows.ids(), prompts), rows.mask(), newIds);
        }
    }

    /// Answers to prompts about images, best first.
    /// @param pixels `[images, channels, height, width]`
    /// @param ids as in [#begin]; null: an empty prompt for each image
    public List<List<Answer>> generate(
            Tensor pixels,
            boolean interpolate,
            long[][] ids,
            long[][] mask,
            GenerationConfig how,
            TokenListener listener) {
        long[][] rows = ids;
        if (rows == null) {
            rows = new long[pixels.dim(0)][];
            Arrays.fill(rows, emptyPrompt());
        }
        Prompts before = Prompts.of(language, rows, mask);
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            Tensor embeds = imageEmbeds(pixels, interpolate, Pass.EVALUATION, Recorder.NONE);
            Tensor prompts = prompts(embeds, Pass.EVALUATION, Recorder.NONE);
            DecodingSession session = begin(prompts, rows, mask, how.newTokens(before.longest()));
            return Generator.generate(session, before, how, listener);
        }
    }

    // ---------------------------------------------------------------- parts

    public Blip2Config config() {
        return config;
    }

    /// How this model answers unless told otherwise: its special ids, and its `generation_config.json`.
    public GenerationConfig generation() {
        return generation;
    }

    public VisionTower vision() {
        return vision;
    }

    public QFormer qformer() {
        return qformer;
    }

    /// `[1, queries, hidden]`.
    public Parameter queryTokens() {
        return queryTokens;
    }

    public Linear projection() {
        return projection;
    }

    public LanguageModel language() {
        return language;
    }

    /// Whether the Q-Former reads questions.
    public boolean readsQuestions() {
        return questions != null;
    }
}
