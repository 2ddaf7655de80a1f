package io.blip2j.blip2;

import io.blip2j.blip2.checkpoint.ModelFolder;
import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.evaluate.Reranking;
import io.blip2j.blip2.explain.Explanation;
import io.blip2j.blip2.explain.LookAttribution;
import io.blip2j.blip2.image.Picture;
import io.blip2j.blip2.lavis.LavisParts;
import io.blip2j.blip2.model.RetrievalFolder;
import io.blip2j.core.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/// A BLIP-2 folder, ready to be used: captions, answers, conversations, comparisons with texts,
/// search, features.
///
/// | folder | captions, answers, explanations | comparisons, features |
/// |---|---|---|
/// | Hugging Face `Blip2ForConditionalGeneration` | yes | no |
/// | Hugging Face `Blip2ForImageTextRetrieval` | no | yes |
/// | a run of stage 2 | yes | by its `stage1/` |
/// | a run of stage 1 | captions, by the Q-Former itself | by its `stage1/` |
/// | a checkpoint of LAVIS, stage 2 | yes | no |
/// | a checkpoint of LAVIS, stage 1 | captions, by the Q-Former itself | yes |
///
/// [#load] looks at what is there; weights are read, frozen and packed when they are first needed. One thread at a
/// time may use it; computation is spread over all cores anyway.
public final class Blip2 implements AutoCloseable {
    /// The part of a run folder that compares, and has BERT's tokenizer.
    static final String STAGE1 = "stage1";

    private static final String CONFIG = "config.json";

    private final Path folder;
    private final Place answeringPlace;
    private final Place comparingPlace;
    private final Blip2Options options;
    private Answering answering;
    private Comparing comparing;
    private QFormerCaptions ownCaptions;
    private boolean closed;

    private Blip2(Path folder, Place answeringPlace, Place comparingPlace, Blip2Options options) {
        this.folder = folder;
        this.answeringPlace = answeringPlace;
        this.comparingPlace = comparingPlace;
        this.options = options;
    }

    /// A folder as it is, on the fastest backend.
    public static Blip2 load(Path folder) {
        return load(folder, Blip2Options.standard());
    }

    /// A folder.
    /// @throws InputException if it is not there, is no model of BLIP-2, or has no weights
    public static Blip2 load(Path folder, Blip2Options options) {
        Path stage1 = folder.resolve(STAGE1);
        boolean hasStage1 = Files.isRegularFile(stage1.resolve(CONFIG));
        if (!Files.exists(folder.resolve(CONFIG)) && hasStage1) {
            ModelFolder.open(stage1).close();
            return new Blip2(folder, null, new Place.Folder(stage1), options);
        }
        ConfigJson config = ConfigJson.read(folder.resolve(CONFIG));
        ModelFolder.open(folder).close();
        Place root = new Place.Folder(folder);
        return RetrievalFolder.isDescribedBy(config)
                ? new Blip2(folder, null, root, options)
                : new Blip2(folder, root, hasStage1 ? new Place.Folder(stage1) : null, options);
    }

    /// A checkpoint of LAVIS (`.pth`), which holds what was trained, and the towers that were frozen.
    /// @throws InputException if a part is missing or does not fit
    public static Blip2 load(Path checkpoint, LavisParts parts, Blip2Options options) {
        Place.Lavis place = Place.Lavis.at(checkpoint, parts);
        return place.answers()
                ? new Blip2(checkpoint, place, null, options)
                : new Blip2(checkpoint, null, place, options);
    }

    /// A caption.
    public Reply caption(Picture picture) {
        return caption(List.of(picture), null, Decoding.STANDARD).getFirst();
    }

    /// Captions.
    /// @param prompt what they go on from; empty: nothing; null: what the folder has for that
    ///     (a Q-Former that writes captions itself knows no prompts)
    public List<Reply> caption(List<Picture> pictures, String prompt, Decoding how) {
        return answeringPlace == null && writesCaptionsItself()
                ? ownCaptions.captions(pictures, how)
                : answering().captions(pictures, prompt, how);
    }

    private boolean writesCaptionsItself() {
        requireOpen();
        if (ownCaptions == null && QFormerCaptions.areIn(comparingPlace)) {
            ownCaptions = QFormerCaptions.load(comparingPlace, options);
        }
        return ownCaptions != null;
    }

    /// An answer to a question.
    public Reply answer(Picture picture, String question) {
        return answer(List.of(picture), List.of(question), Decoding.STANDARD).getFirst();
    }

    /// Answers to one question.
    public List<Reply> answer(List<Picture> pictures, String question, Decoding how) {
        return answer(pictures, Collections.nCopies(pictures.size(), question), how);
    }

    /// Answers to a question about each picture.
    public List<Reply> answer(List<Picture> pictures, List<String> questions, Decoding how) {
        if (pictures.size() != questions.size()) {
            throw new IllegalArgumentException("answer: " + pictures.size() + " pictures and " + questions.size()
                    + " questions. Give one for each.");
        }
        return answering().answers(pictures, questions, how);
    }

    /// Several questions about one picture, which is encoded once.
    public Conversation chat(Picture picture) {
        Answering part = answering();
        return part.conversation(picture, part.prompts().questionInQFormer() ? 0 : Integer.MAX_VALUE);
    }

    /// Several questions about one picture.
    /// @param remembered how many earlier turns stand before a question, where there is room; a model that was
    ///     trained with the question in its Q-Former has never seen any
    public Conversation chat(Picture picture, int remembered) {
        return answering().conversation(picture, remembered);
    }

    /// What the queries look at for each word of a caption.
    /// @param prompt as in [#caption]
    public Explanation explain(Picture picture, String prompt, Decoding how) {
        return answering().explained(picture, prompt, how, LookAttribution.STEPS);
    }

    /// Given answers by how likely the model holds them, `log p(answer | picture, question) / length^penalty`:
    /// all of them are the reply's choices, the likeliest first.
    /// @param lengthPenalty 0: by the sum of log-probabilities, 1: by their mean
    public List<Reply> rank(List<Picture> pictures, String question, List<String> candidates, double lengthPenalty) {
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("rank: no candidates. Give at least one.");
        }
        return answering().ranked(pictures, question, candidates, lengthPenalty);
    }

    /// How well a picture and a text fit.
    public Match match(Picture picture, String text) {
        return match(List.of(picture), text).getFirst();
    }

    /// How well each picture and a text fit.
    public List<Match> match(List<Picture> pictures, String text) {
        return comparing().match(pictures, text);
    }

    /// The pictures that fit a text best, the best first: all are compared by similarity, the most similar ones
    /// are looked at together with the text and ranked by [Match#score].
    /// @param pictures read one by one, so that they need not all be in memory
    /// @param top how many are wanted
    /// @param reranked how many are looked at together with the text; at least `top` are
    public List<Hit> search(Iterable<Picture> pictures, String text, int top, int reranked) {
        return comparing().search(pictures, text, top, reranked);
    }

    /// What the queries make of pictures: features for another program's classifier, index or clustering.
    /// @param text read beside each picture, for multimodal features; or null
    public List<PictureFeatures> features(List<Picture> pictures, String text) {
        return comparing().features(pictures, text);
    }

    /// What the Q-Former makes of a text without a picture.
    public TextFeatures textFeatures(String text) {
        return comparing().textFeatures(text);
    }

    /// Every picture against every text, as LAVIS evaluates retrieval.
    /// @param images number of pictures
    /// @param picture gives a picture by its number; asked for each of them twice
    /// @param candidates how many of the most similar ones of each picture and of each text are looked at together
    /// @param progress is told how many of twice the pictures are done
    public Reranking compare(
            int images, IntFunction<Picture> picture, List<String> texts, int candidates, IntConsumer progress) {
        return comparing().allPairs().scores(images, picture, texts, candidates, progress);
    }

    private Answering answering() {
        requireOpen();
        if (answering == null) {
            answering = Answering.load(present(answeringPlace, "captions and answers need a language model"), options);
        }
        return answering;
    }

    private Comparing comparing() {
        requireOpen();
        if (comparing == null) {
            comparing = Comparing.load(
                    present(comparingPlace, "comparing needs a model for retrieval, or a run folder with " + STAGE1),
                    options);
        }
        return comparing;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("Blip2 of " + folder + " is closed: load it again");
        }
    }

    private Place present(Place part, String need) {
        if (part == null) {
            throw new InputException(
                    InputException.Kind.MISSING,
                    "BLIP2-PART",
                    folder.toString(),
                    "a model of the other kind",
                    need,
                    "Use a folder of that kind with --model");
        }
        return part;
    }

    /// Lets go of the weights.
    @Override
    public void close() {
        closed = true;
        answering = null;
        comparing = null;
        ownCaptions = null;
    }
}
