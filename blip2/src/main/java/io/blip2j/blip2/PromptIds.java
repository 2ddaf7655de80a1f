package io.blip2j.blip2;

import io.blip2j.blip2.explain.Explanation;
import io.blip2j.blip2.generate.GenerationConfig;
import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import io.blip2j.blip2.opt.OptConfig;
import io.blip2j.blip2.qformer.QFormerConfig;
import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.blip2.text.Tokenizers;
import io.blip2j.core.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// From words to the ids that a folder's models read, and back.
final class PromptIds {
    private final Blip2ForConditionalGeneration model;
    private final Tokenizer tokenizer;
    private final Place place;
    private final PromptStyle style;
    private Tokenizer questions;

    private PromptIds(Blip2ForConditionalGeneration model, Tokenizer tokenizer, Place place, PromptStyle style) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.place = place;
        this.style = style;
    }

    /// What stands before a reply.
    ///
    /// @param ids image tokens and words for the language model
    /// @param forQFormer words for the Q-Former, or null
    record Row(long[] ids, long[] forQFormer) {}

    /// Rows of one length.
    ///
    /// @param mask 1 for a word, 0 for padding
    record Padded(long[][] ids, long[][] mask) {}

    static PromptIds of(Blip2ForConditionalGeneration model, Tokenizer tokenizer, Place place, PromptStyle style) {
        boolean decoderOnly = model.config().text().decoderOnly();
        return new PromptIds(model, tokenizer, place, style.of(decoderOnly, model.readsQuestions()));
    }

    /// @param prompt null: the style's
    Row caption(String prompt) {
        return new Row(words(prompt == null ? style.caption() : prompt), null);
    }

    Row question(String question) {
        return question(List.of(), question);
    }

    /// A question behind what was asked and answered before: `Question: q1 Answer: a1. Question: q2 Answer:`.
    /// @param before earlier turns as `prompt answer.`
    ///
    /// **Source:** LAVIS, example of instructed generation, whose prompts for several turns these are.
    Row question(List<String> before, String question) {
        long[] forQFormer = style.questionInQFormer() ? forQFormer(question) : null;
        List<String> all = new ArrayList<>(before);
        all.add(style.ask(question));
        return new Row(words(String.join(" ", all)), forQFormer);
    }

    /// A turn as later ones have it before them.
    String turn(String question, String answer) {
        return style.ask(question) + " " + answer + (answer.endsWith(".") ? "" : ".");
    }

    /// Whether the Q-Former reads the question, which it was trained with alone.
    boolean questionInQFormer() {
        return style.questionInQFormer();
    }

    private long[] forQFormer(String question) {
        if (questions == null) {
            questions = Tokenizers.load(place.questionTokenizer());
        }
        return forQFormer("the question", question, questions, model.config().qformer());
    }

    /// A text as the Q-Former reads it, `[CLS] ... [SEP]`.
    static long[] forQFormer(String what, String text, Tokenizer tokenizer, QFormerConfig config) {
        long[] ids = longs(tokenizer.encode(text, true).ids());
        if (ids.length > config.maxPositions()) {
            throw tooLong(what, ids.length + " tokens", "at most the Q-Former's " + config.maxPositions());
        }
        for (long id : ids) {
            if (id >= config.vocabSize()) {
                throw new InputException(
                        InputException.Kind.BAD,
                        "BLIP2-TOKEN",
                        what,
                        "the token '" + tokenizer.token((int) id) + "' (id " + id + ")",
                        "one of the " + config.vocabSize() + " that the Q-Former knows",
                        "Leave it out, or use the tokenizer that the model was saved with");
            }
        }
        return ids;
    }

    private long[] words(String text) {
        return text.isEmpty()
                ? model.emptyPrompt()
                : model.prompt(longs(tokenizer.encode(text, true).ids()));
    }

    static long[][] ids(List<Row> rows) {
        return rows.stream().map(Row::ids).toArray(long[][]::new);
    }

    Padded forQFormer(List<Row> rows) {
        int longest =
                rows.stream().mapToInt(row -> row.forQFormer().length).max().orElse(0);
        long[][] ids = new long[rows.size()][longest];
        long[][] mask = new long[rows.size()][longest];
        for (int i = 0; i < ids.length; i++) {
            long[] row = rows.get(i).forQFormer();
            Arrays.fill(ids[i], model.config().qformer().padTokenId());
            System.arraycopy(row, 0, ids[i], 0, row.length);
            Arrays.fill(mask[i], 0, row.length, 1);
        }
        return new Padded(ids, mask);
    }

    /// A given answer as it would follow a question: OPT has a space before it and an end id behind it, T5 an end
    /// id.
    long[] candidate(String answer) {
        if (!model.config().text().decoderOnly()) {
            return longs(tokenizer.encode(answer, true).ids());
        }
        int[] ids = tokenizer.encode(" " + answer, false).ids();
        long[] ended = Arrays.copyOf(longs(ids), ids.length + 1);
        ended[ids.length] = model.generation().eosTokenIds()[0];
        return ended;
    }

    /// The text of new ids.
    String text(long[] ids) {
        return tokenizer
                .decode(Arrays.stream(ids).mapToInt(Math::toIntExact).toArray(), true, false)
                .strip();
    }

    /// The words that new ids make up: a word begins where white space does, special tokens are in none.
    List<Explanation.Word> split(long[] ids) {
        int[] small = Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
        List<Explanation.Word> found = new ArrayList<>();
        String before = "";
        int start = 0;
        int from = 0;
        for (int i = 0; i < small.length; i++) {
            String now = tokenizer.decode(Arrays.copyOf(small, i + 1), true, false);
            if (now.length() <= before.length()) {
                continue;
            }
            if (!before.isBlank() && Character.isWhitespace(now.charAt(before.length()))) {
                found.add(new Explanation.Word(before.substring(start).strip(), from, i));
                start = before.length();
                from = i;
            }
            from = before.isBlank() ? i : from;
            before = now;
        }
        if (!before.substring(start).isBlank()) {
            int end = ids.length;
            while (end > from + 1 && decodesToNothing(small, end)) {
                end--;
            }
            found.add(new Explanation.Word(before.substring(start).strip(), from, end));
        }
        return found;
    }

    private boolean decodesToNothing(int[] ids, int end) {
        return tokenizer
                .decode(Arrays.copyOf(ids, end), true, false)
                .equals(tokenizer.decode(Arrays.copyOf(ids, end - 1), true, false));
    }

    /// The settings with more words that must not come, at the beginning of a text and inside it.
    GenerationConfig forbidding(List<String> words, GenerationConfig config) {
        if (words.isEmpty()) {
            return config;
        }
        List<long[]> all = new ArrayList<>(config.badWords());
        for (String word : words) {
            all.add(longs(tokenizer.encode(word, false).ids()));
            all.add(longs(tokenizer.encode(" " + word, false).ids()));
        }
        all.removeIf(ids -> ids.length == 0);
        return config.with(Map.of("bad_words_ids", all));
    }

    /// Refuses what the language model has no positions for.
    void requireRoom(long[][] ids, int newIds) {
        int longest = Arrays.stream(ids).mapToInt(row -> row.length).max().orElse(0);
        if (longest + newIds > room()) {
            throw tooLong(
                    "the prompt",
                    longest + " ids (" + model.config().queries() + " for the image) and " + newIds + " new ones",
                    "at most the language model's " + room() + " together");
        }
    }

    /// Places of the language model for a prompt and what follows it; T5 has no end of them.
    int room() {
        return model.config().text() instanceof OptConfig opt ? opt.maxPositions() : Integer.MAX_VALUE;
    }

    private static InputException tooLong(String what, String found, String expected) {
        return new InputException(
                InputException.Kind.BAD, "BLIP2-TEXT", what, found, expected, "Shorten it, or ask for fewer new ids");
    }

    private static long[] longs(int[] ids) {
        return Arrays.stream(ids).asLongStream().toArray();
    }
}
