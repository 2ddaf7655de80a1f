package io.blip2j.blip2;

import io.blip2j.blip2.checkpoint.ModelFolder;
import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.evaluate.Reranking;
import io.blip2j.blip2.image.Picture;
import io.blip2j.core.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/// A BLIP-2 folder, ready to be used: captions, answers, comparisons with texts, search.
///
/// | folder | captions and answers | comparisons |
/// |---|---|---|
/// | Hugging Face `Blip2ForConditionalGeneration` | yes | no |
/// | Hugging Face `Blip2ForImageTextRetrieval` | no | yes |
/// | a run of stage 2 | yes | by its `stage1/` |
/// | a run of stage 1 | no | by its `stage1/` |
///
/// [#load] looks at what is there; weights are read, frozen and packed when they are first needed. One thread at a
/// time
/// may
/// use it; computation is spread over all cores anyway.
public final class Blip2 implements AutoCloseable {
    /// The part of a run folder that compares, and has BERT's tokenizer.
    static final String STAGE1 = "stage1";

    private static final String CONFIG = "config.json";

    private final Path folder;
    private final Path answeringFolder;
    private final Path comparingFolder;
    private final Blip2Options options;
    private Answering answering;
    private Comparing comparing;
    private boolean closed;

    private Blip2(Path folder, Path answeringFolder, Path comparingFolder, Blip2Options options) {
        this.folder = folder;
        this.answeringFolder = answeringFolder;
        this.comparingFolder = comparingFolder;
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
            return new Blip2(folder, null, stage1, options);
        }
        ConfigJson config = ConfigJson.read(folder.resolve(CONFIG));
        ModelFolder.open(folder).close();
        return compares(config)
                ? new Blip2(folder, null, folder, options)
                : new Blip2(folder, folder, hasStage1 ? stage1 : null, options);
    }

    private static boolean compares(ConfigJson config) {
        String classes = String.valueOf(config.tree().get("architectures"));
        return classes.contains("Retrieval")
                || !classes.contains("ConditionalGeneration")
                        && config.object("qformer_config").flag("use_qformer_text_input", false);
    }

    /// A caption.
    public Reply caption(Picture picture) {
        return caption(List.of(picture), null, Decoding.STANDARD).getFirst();
    }

    /// Captions.
    /// @param prompt what they go on from; empty: nothing; null: what the folder has for that
    public List<Reply> caption(List<Picture> pictures, String prompt, Decoding how) {
        return answering().captions(pictures, prompt, how);
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

    /// Given answers by how likely the model holds them, `log p(answer | picture, question) / length^penalty`:
    /// all of
    /// them
    /// are the reply's choices, the likeliest first.
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

    /// The pictures that fit a text best, the best first: all are compared by similarity, the most similar ones are
    /// looked
    /// at together with the text and ranked by [Match#score].
    /// @param pictures read one by one, so that they need not all be in memory
    /// @param top how many are wanted
    /// @param reranked how many are looked at together with the text; at least `top` are
    public List<Hit> search(Iterable<Picture> pictures, String text, int top, int reranked) {
        return comparing().search(pictures, text, top, reranked);
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
            answering = Answering.load(present(answeringFolder, "captions and answers need a language model"), options);
        }
        return answering;
    }

    private Comparing comparing() {
        requireOpen();
        if (comparing == null) {
            comparing = Comparing.load(
                    present(comparingFolder, "comparing needs a model for retrieval, or a run folder with " + STAGE1),
                    options);
        }
        return comparing;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("Blip2 of " + folder + " is closed: load it again");
        }
    }

    private Path present(Path part, String need) {
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
    }
}
