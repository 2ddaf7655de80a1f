package io.blip2j.blip2;

import io.blip2j.blip2.checkpoint.ModelSource;
import io.blip2j.blip2.generate.Answer;
import io.blip2j.blip2.generate.GenerationConfig;
import io.blip2j.blip2.generate.Generator;
import io.blip2j.blip2.generate.Prompts;
import io.blip2j.blip2.generate.TokenListener;
import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.image.Picture;
import io.blip2j.blip2.language.DecodingSession;
import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.stage1.Stage1Folder;
import io.blip2j.blip2.stage1.Stage1Model;
import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.core.InputException;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.memory.Step;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Captions that the Q-Former itself writes, by the head that stage 1 trains: no language model is needed.
///
/// **Source:** LAVIS `Blip2Qformer.generate`: 3 beams, 10 to 30 ids with the first one.
final class QFormerCaptions {
    private static final Map<String, Object> USUAL = Map.of("num_beams", 3, "min_new_tokens", 9, "max_new_tokens", 29);
    private static final String HEAD = "cls.predictions.bias";

    private final Stage1Model model;
    private final Blip2Options options;
    private final ImageProcessor processor;
    private final Tokenizer tokenizer;
    private final GenerationConfig usual;
    private final double loadSeconds;

    private QFormerCaptions(
            Stage1Model model,
            Blip2Options options,
            ImageProcessor processor,
            Tokenizer tokenizer,
            GenerationConfig usual,
            double loadSeconds) {
        this.model = model;
        this.options = options;
        this.processor = processor;
        this.tokenizer = tokenizer;
        this.usual = usual;
        this.loadSeconds = loadSeconds;
    }

    /// Whether a place has that head.
    static boolean areIn(Place place) {
        try (ModelSource files = place.open()) {
            return files.names().contains(HEAD);
        }
    }

    static QFormerCaptions load(Place place, Blip2Options options) {
        Clock clock = new Clock();
        ImageProcessor processor = place.images();
        Tokenizer tokenizer = Tokenizers.load(place.tokenizer());
        long end = tokenizer
                .special()
                .sep()
                .orElseThrow(() -> new InputException(
                        InputException.Kind.BAD,
                        "TOK-SPECIAL",
                        place.tokenizer().toString(),
                        "a tokenizer without [SEP]",
                        "BERT's, whose [SEP] ends a caption",
                        "Use the tokenizer that the Q-Former was trained with"));
        try (ModelSource files = place.open()) {
            Stage1Model model = Stage1Folder.plan(files, tokenizer, place.tokenizer())
                    .load(files, options.backend(), parameter -> parameter.freeze(options.weights()));
            GenerationConfig usual = GenerationConfig.of(
                            new long[] {end}, model.config().qformer().padTokenId())
                    .with(USUAL)
                    .with(place.generation())
                    .with(options.decoding());
            return new QFormerCaptions(model, options, processor, tokenizer, usual, clock.lap());
        }
    }

    List<Reply> captions(List<Picture> pictures, Decoding how) {
        GenerationConfig config = usual.with(how.options());
        List<Reply> replies = new ArrayList<>();
        for (int from = 0; from < pictures.size(); from += Pixels.AT_ONCE) {
            List<Picture> some = pictures.subList(from, Math.min(from + Pixels.AT_ONCE, pictures.size()));
            replies.addAll(together(some, config, how.first() + from));
        }
        return replies;
    }

    private List<Reply> together(List<Picture> pictures, GenerationConfig config, int first) {
        long[][] starts = new long[pictures.size()][];
        Arrays.fill(starts, new long[] {model.startId()});
        Prompts before = new Prompts(starts, new int[starts.length]);
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            Clock clock = new Clock();
            boolean interpolate =
                    Pixels.needsInterpolation(processor, model.config().vision());
            Tensor pixels = Pixels.of(pictures, processor, options.backend());
            Tensor embeds = model.imageEmbeds(pixels, interpolate, Pass.EVALUATION, Recorder.NONE);
            double vision = clock.lap();
            DecodingSession session = model.captions(embeds, config.newTokens(1));
            double prefill = clock.lap();
            List<List<Answer>> answers = Generator.generate(session, before, first, config, TokenListener.NONE);
            double share = 1.0 / pictures.size();
            Timings timings = new Timings(loadSeconds, vision * share, 0, prefill * share, clock.lap() * share);
            return answers.stream()
                    .map(all -> new Reply(all.stream().map(this::choice).toList(), timings))
                    .toList();
        }
    }

    private Reply.Choice choice(Answer answer) {
        int[] ids = Arrays.stream(answer.ids()).mapToInt(Math::toIntExact).toArray();
        return new Reply.Choice(tokenizer.decode(ids, true, false).strip(), answer.ids(), answer.score());
    }
}
