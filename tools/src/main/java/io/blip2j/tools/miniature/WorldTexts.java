package io.blip2j.tools.miniature;

import io.blip2j.blip2.stage2.TextBatch;
import io.blip2j.blip2.stage2.TrainStage2;
import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.blip2.towers.TrainLanguageTower;
import io.blip2j.blip2.train.Order;
import io.blip2j.tools.world.OptDocument;
import io.blip2j.tools.world.Prompts;
import io.blip2j.tools.world.Question;
import io.blip2j.tools.world.Questions;
import io.blip2j.tools.world.T5Document;
import io.blip2j.tools.world.WorldRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Captions, questions and documents of the world as ids: what the language model and the Q-Former read and say.
///
/// @param language which kind of language model
/// @param words the language model's tokenizer
/// @param qformer the Q-Former's tokenizer
public record WorldTexts(Language language, Tokenizer words, Tokenizer qformer) {
    private static final int LONGEST = 96;
    private static final double CAPTIONS_FIRST = 0.1;
    private static final double CAPTION_SHARE = 0.5;

    /// Ids with the special tokens that a model's input has.
    static long[] ids(Tokenizer tokenizer, String text, boolean special) {
        return Arrays.stream(tokenizer.encode(text, special).ids())
                .asLongStream()
                .toArray();
    }

    /// A text for the Q-Former: `[CLS] ... [SEP]`.
    public long[] forQFormer(String text) {
        return ids(qformer, text, true);
    }

    /// What the language model reads before it captions: OPT its first id, T5 the separator and its end id.
    public long[] captionPrompt() {
        return language == Language.OPT ? ids(words, "", true) : ids(words, Prompts.t5Request(""), true);
    }

    /// What the language model reads before it answers.
    public long[] questionPrompt(String question) {
        String text = Prompts.question(question);
        return language == Language.OPT ? ids(words, text, true) : ids(words, Prompts.t5Request(text), true);
    }

    // ---------------------------------------------------------------- the language model alone

    /// Documents for the language model's own training.
    public TrainLanguageTower.Batch documents(long seed, int step, int batch) {
        List<long[]> read = new ArrayList<>();
        List<long[]> said = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            long index = (long) step * batch + i;
            if (language == Language.OPT) {
                read.add(ids(words, OptDocument.draw(seed, index).text("</s>"), false));
            } else {
                T5Document document = T5Document.draw(seed, index);
                read.add(ids(words, document.encoder(), true));
                said.add(ids(words, document.target(), true));
            }
        }
        TextBatch texts = language == Language.OPT
                ? TextBatch.causal(read, 1, LONGEST, pad())
                : TextBatch.prefix(read, said, LONGEST, pad());
        return new TrainLanguageTower.Batch(texts.ids(), texts.mask(), texts.labels());
    }

    private long pad() {
        return words.special().ids().get("pad_token");
    }

    // ---------------------------------------------------------------- stage 2

    /// What stage 2 trains on at a step: captions alone at first, then captions or questions.
    public TrainStage2.Batch stage2(WorldPixels pictures, Order order, long seed, int step, int steps, int batch) {
        int[] samples = order.batch(step, batch);
        WorldRandom random = new WorldRandom(seed, "stage2", step);
        boolean captions = step < CAPTIONS_FIRST * steps || random.chance(CAPTION_SHARE);
        return captions ? captions(pictures, samples, random) : questions(pictures, samples, random);
    }

    private TrainStage2.Batch captions(WorldPixels pictures, int[] samples, WorldRandom random) {
        List<long[]> read = new ArrayList<>();
        List<long[]> said = new ArrayList<>();
        for (int sample : samples) {
            String caption = pictures.sample(sample).caption();
            if (language == Language.OPT) {
                read.add(ids(words, Prompts.optCaption(caption), true));
            } else {
                Prompts.SplitCaption split = Prompts.split(caption, random);
                read.add(ids(words, Prompts.t5Request(split.prefix()), true));
                said.add(ids(words, split.rest(), true));
            }
        }
        TextBatch texts = language == Language.OPT
                ? TextBatch.causal(read, 0, LONGEST, pad())
                : TextBatch.prefix(read, said, LONGEST, pad());
        return new TrainStage2.Batch(samples, null, null, texts);
    }

    private TrainStage2.Batch questions(WorldPixels pictures, int[] samples, WorldRandom random) {
        List<long[]> asked = new ArrayList<>();
        List<long[]> read = new ArrayList<>();
        List<long[]> said = new ArrayList<>();
        for (int sample : samples) {
            Question question = Questions.draw(pictures.sample(sample).questions(), random);
            asked.add(forQFormer(question.text()));
            read.add(questionPrompt(question.text()));
            said.add(
                    language == Language.OPT
                            ? ids(words, Prompts.optAnswer(question.answer()), false)
                            : ids(words, question.answer(), true));
        }
        TextBatch texts =
                language == Language.OPT ? answered(read, said) : TextBatch.prefix(read, said, LONGEST, pad());
        TextBatch forQFormer =
                TextBatch.prefix(asked, asked, LONGEST, qformer.special().ids().get("pad_token"));
        return new TrainStage2.Batch(samples, forQFormer.ids(), forQFormer.mask(), texts);
    }

    /// Prompts with answers behind them, of which the answers are to be predicted.
    private TextBatch answered(List<long[]> prompts, List<long[]> answers) {
        List<long[]> whole = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            long[] prompt = prompts.get(i);
            long[] row = Arrays.copyOf(prompt, prompt.length + answers.get(i).length);
            System.arraycopy(answers.get(i), 0, row, prompt.length, answers.get(i).length);
            whole.add(row);
        }
        TextBatch texts = TextBatch.causal(whole, 0, LONGEST, pad());
        for (int i = 0; i < prompts.size(); i++) {
            Arrays.fill(texts.labels()[i], 0, prompts.get(i).length, -100);
        }
        return texts;
    }
}
