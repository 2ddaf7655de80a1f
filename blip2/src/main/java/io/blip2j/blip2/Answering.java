package io.blip2j.blip2;

import io.blip2j.blip2.checkpoint.ModelSource;
import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.blip2.explain.Explanation;
import io.blip2j.blip2.explain.LookAttribution;
import io.blip2j.blip2.generate.Answer;
import io.blip2j.blip2.generate.CandidateRanking;
import io.blip2j.blip2.generate.GenerationConfig;
import io.blip2j.blip2.generate.Generator;
import io.blip2j.blip2.generate.Prompts;
import io.blip2j.blip2.generate.TokenListener;
import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.image.Picture;
import io.blip2j.blip2.language.DecodingSession;
import io.blip2j.blip2.language.Recorder;
import io.blip2j.blip2.model.Blip2Folder;
import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.core.autograd.NoGrad;
import io.blip2j.core.memory.Step;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Pass;
import java.util.ArrayList;
import java.util.List;

/// The part of a folder that has a language model: captions, answers, and given answers by likelihood.
final class Answering {
    private final Blip2ForConditionalGeneration model;
    private final Blip2Options options;
    private final ImageProcessor processor;
    private final PromptIds prompts;
    private final TaskDefaults defaults;
    private final double loadSeconds;

    private Answering(
            Blip2ForConditionalGeneration model,
            Blip2Options options,
            ImageProcessor processor,
            PromptIds prompts,
            TaskDefaults defaults,
            double loadSeconds) {
        this.model = model;
        this.options = options;
        this.processor = processor;
        this.prompts = prompts;
        this.defaults = defaults;
        this.loadSeconds = loadSeconds;
    }

    static Answering load(Place place, Blip2Options options) {
        Clock clock = new Clock();
        ImageProcessor processor = place.images();
        Tokenizer tokenizer = Tokenizers.load(place.tokenizer());
        ConfigJson generation = place.generation();
        try (ModelSource files = place.open()) {
            Blip2ForConditionalGeneration model = Blip2Folder.plan(files, generation, place.readsQuestions())
                    .load(files, options.backend(), parameter -> parameter.freeze(options.weights()));
            Tokenizers.requireFits(tokenizer, model.config().text().vocabSize(), place.tokenizer());
            PromptIds prompts = PromptIds.of(model, tokenizer, place, options.style());
            TaskDefaults defaults = TaskDefaults.of(model, generation, options.decoding());
            return new Answering(model, options, processor, prompts, defaults, clock.lap());
        }
    }

    List<Reply> captions(List<Picture> pictures, String prompt, Decoding how) {
        PromptIds.Row row = prompts.caption(prompt);
        return replies(pictures, java.util.Collections.nCopies(pictures.size(), row), how, defaults.captions());
    }

    List<Reply> answers(List<Picture> pictures, List<String> questions, Decoding how) {
        List<PromptIds.Row> rows = questions.stream().map(prompts::question).toList();
        return replies(pictures, rows, how, defaults.answers());
    }

    private List<Reply> replies(
            List<Picture> pictures, List<PromptIds.Row> rows, Decoding how, GenerationConfig usual) {
        GenerationConfig config = prompts.forbidding(how.badWords(), usual.with(how.options()));
        List<Reply> replies = new ArrayList<>();
        int from = 0;
        while (from < rows.size()) {
            int to = from + 1;
            // Where the longest prompt decides how much is written, only prompts of one length go together.
            while (to < Math.min(from + Pixels.AT_ONCE, rows.size())
                    && (config.maxNewTokens() > 0
                            || rows.get(to).ids().length == rows.get(from).ids().length)) {
                to++;
            }
            replies.addAll(together(pictures.subList(from, to), rows.subList(from, to), config, how.first() + from));
            from = to;
        }
        return replies;
    }

    private List<Reply> together(List<Picture> pictures, List<PromptIds.Row> rows, GenerationConfig config, int first) {
        long[][] ids = PromptIds.ids(rows);
        Prompts before = Prompts.of(model.language(), ids, null);
        int newIds = config.newTokens(before.longest());
        prompts.requireRoom(ids, newIds);
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            Clock clock = new Clock();
            Tensor embeds = embeds(pictures);
            double vision = clock.lap();
            Tensor seen = prompts(embeds, rows);
            double qformer = clock.lap();
            DecodingSession session = model.begin(seen, ids, null, newIds);
            double prefill = clock.lap();
            List<List<Answer>> answers = Generator.generate(session, before, first, config, TokenListener.NONE);
            double share = 1.0 / rows.size();
            Timings timings =
                    new Timings(loadSeconds, vision * share, qformer * share, prefill * share, clock.lap() * share);
            List<Reply> replies = new ArrayList<>();
            for (List<Answer> answer : answers) {
                replies.add(new Reply(answer.stream().map(this::choice).toList(), timings));
            }
            return replies;
        }
    }

    private Reply.Choice choice(Answer answer) {
        return new Reply.Choice(prompts.text(answer.ids()), answer.ids(), answer.score());
    }

    private Tensor embeds(List<Picture> pictures) {
        Tensor pixels = Pixels.of(pictures, processor, options.backend());
        boolean interpolate =
                Pixels.needsInterpolation(processor, model.config().vision());
        return model.imageEmbeds(pixels, interpolate, Pass.EVALUATION, Recorder.NONE);
    }

    private Tensor prompts(Tensor embeds, List<PromptIds.Row> rows) {
        if (rows.getFirst().forQFormer() == null) {
            return model.prompts(embeds, Pass.EVALUATION, Recorder.NONE); // [images, queries, textHidden]
        }
        PromptIds.Padded words = prompts.forQFormer(rows);
        return model.prompts(embeds, words.ids(), words.mask(), Pass.EVALUATION);
    }

    /// What the queries looked at for each word of a caption.
    Explanation explained(Picture picture, String prompt, Decoding how, int steps) {
        Reply reply = captions(List.of(picture), prompt, how).getFirst();
        Tensor embeds;
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            embeds = embeds(List.of(picture)).keep();
        }
        long[] before = prompts.caption(prompt).ids();
        return Explanation.of(
                reply.text(),
                prompts.split(reply.ids()),
                new LookAttribution(model, embeds, before, reply.ids()),
                steps,
                processor.width() / model.config().vision().patchSize());
    }

    /// Stands ready for several questions about one picture, which is encoded here, once.
    Conversation conversation(Picture picture, int remembered) {
        Clock clock = new Clock();
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            Tensor embeds = embeds(List.of(picture)).keep();
            return new Conversation(this, embeds, remembered, clock.lap());
        }
    }

    PromptIds prompts() {
        return prompts;
    }

    /// The generation settings of one turn.
    GenerationConfig turnConfig(Decoding how) {
        return prompts.forbidding(
                how.badWords(), defaults.answers().with(Conversation.DEFAULTS).with(how.options()));
    }

    /// Whether a prompt and what may follow it fit into the language model.
    boolean fits(PromptIds.Row row, GenerationConfig config) {
        int length = row.ids().length;
        return prompts.room() - length >= config.newTokens(length);
    }

    /// One answer about an encoded picture.
    /// @param seconds that encoding took
    Reply answer(Tensor embeds, PromptIds.Row row, GenerationConfig config, TokenListener listener, double seconds) {
        long[][] ids = {row.ids()};
        Prompts before = Prompts.of(model.language(), ids, null);
        int newIds = config.newTokens(before.longest());
        prompts.requireRoom(ids, newIds);
        try (NoGrad _ = NoGrad.open();
                Step _ = Step.open()) {
            Clock clock = new Clock();
            Tensor seen = prompts(embeds, List.of(row));
            double qformer = clock.lap();
            DecodingSession session = model.begin(seen, ids, null, newIds);
            double prefill = clock.lap();
            List<Answer> answers =
                    Generator.generate(session, before, 0, config, listener).getFirst();
            Timings timings = new Timings(loadSeconds, seconds, qformer, prefill, clock.lap());
            return new Reply(answers.stream().map(this::choice).toList(), timings);
        }
    }

    /// Ranks given answers to one question about one picture; each reply's choices are all of them, the likeliest
    /// first.
    List<Reply> ranked(List<Picture> pictures, String question, List<String> candidates, double lengthPenalty) {
        List<long[]> wanted = candidates.stream().map(prompts::candidate).toList();
        int longest = wanted.stream().mapToInt(ids -> ids.length).max().orElse(0);
        PromptIds.Row row = prompts.question(question);
        List<Reply> replies = new ArrayList<>();
        for (Picture picture : pictures) {
            long[][] ids = {row.ids()};
            prompts.requireRoom(ids, longest);
            try (NoGrad _ = NoGrad.open();
                    Step _ = Step.open()) {
                Clock clock = new Clock();
                Tensor embeds = embeds(List.of(picture));
                double vision = clock.lap();
                Tensor seen = prompts(embeds, List.of(row));
                double qformer = clock.lap();
                DecodingSession session = model.begin(seen, ids, null, longest);
                double prefill = clock.lap();
                List<Reply.Choice> choices = new ArrayList<>();
                for (CandidateRanking.Ranked ranked : CandidateRanking.rank(session, 0, wanted, lengthPenalty)) {
                    int i = ranked.candidate();
                    choices.add(new Reply.Choice(candidates.get(i), wanted.get(i), ranked.score()));
                }
                replies.add(new Reply(choices, new Timings(loadSeconds, vision, qformer, prefill, clock.lap())));
            }
        }
        return replies;
    }
}
