package io.blip2j.tools.training;

import io.blip2j.blip2.stage2.PrefixSplit;
import io.blip2j.blip2.stage2.TextBatch;
import io.blip2j.blip2.stage2.TrainStage2;
import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.blip2.train.Order;
import io.blip2j.blip2.train.Recipe;
import io.blip2j.tools.miniature.Language;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Captions as stage 2 trains on them: behind the recipe's `prompt`, ended by a line end (OPT) or the end id
/// (T5), which is given a beginning to go on from.
///
/// **Source:** LAVIS `Blip2OPT.forward`, `Blip2T5`'s prefix language modelling as in the paper's section 3.3; the
/// recipe key `max_txt_len` is LAVIS's, 32.
final class CaptionTexts implements TrainStage2.Batches {
    private static final int LONGEST = 32;

    private final TrainingData data;
    private final Order order;
    private final Tokenizer words;
    private final Language kind;
    private final Recipe numbers;
    private final String prompt;
    private final int longest;

    CaptionTexts(RecipeFile recipe, TrainingData data, Order order, Tokenizer words, Language kind, Recipe numbers) {
        this.data = data;
        this.order = order;
        this.words = words;
        this.kind = kind;
        this.numbers = numbers;
        prompt = recipe.keys().get("prompt") == null ? "" : recipe.text("prompt");
        longest = longest(recipe, Integer.MAX_VALUE);
    }

    /// The longest text in ids: the recipe's `max_txt_len`, else 32; at most what the model takes.
    static int longest(RecipeFile recipe, int most) {
        boolean said = recipe.keys().containsKey("max_txt_len");
        return Math.clamp(said ? (long) Double.parseDouble(recipe.text("max_txt_len")) : LONGEST, 2, most);
    }

    /// Ids with the special tokens that a model's input has.
    static long[] ids(Tokenizer tokenizer, String text) {
        return Arrays.stream(tokenizer.encode(text, true).ids()).asLongStream().toArray();
    }

    /// The first ids, and the last one in the end.
    static long[] cut(long[] ids, int longest) {
        if (ids.length <= longest) {
            return ids;
        }
        long[] shorter = Arrays.copyOf(ids, longest);
        shorter[longest - 1] = ids[ids.length - 1];
        return shorter;
    }

    @Override
    public TrainStage2.Batch at(int step) {
        int[] samples = order.batch(step, numbers.batchSize());
        long pad = words.special().ids().get("pad_token");
        List<long[]> read = new ArrayList<>();
        List<long[]> said = new ArrayList<>();
        for (int i = 0; i < samples.length; i++) {
            String caption = data.caption(samples[i]);
            if (kind == Language.OPT) {
                String whole = prompt.isEmpty() ? caption : prompt + " " + caption;
                read.add(cut(ids(words, whole + "\n"), longest));
            } else {
                PrefixSplit split = PrefixSplit.of(caption, numbers.seed(), step, i);
                read.add(ids(words, (prompt + " " + split.beginning()).strip()));
                said.add(ids(words, split.continuation()));
            }
        }
        int given = prompt.isEmpty() ? 0 : ids(words, prompt).length;
        TextBatch texts = kind == Language.OPT
                ? TextBatch.causal(read, given, longest, pad)
                : TextBatch.prefix(read, said, longest, pad);
        return new TrainStage2.Batch(samples, null, null, texts);
    }
}
