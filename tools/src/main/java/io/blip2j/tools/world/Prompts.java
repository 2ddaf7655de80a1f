package io.blip2j.tools.world;

import java.util.List;

/// How captions, questions and answers are put to a language model: one wording for the documents that it is trained
/// on alone and for what stage 2 and inference hand it, so that stage 2 meets nothing that the frozen model never
/// saw.
public final class Prompts {
    /// Ends a caption and an answer in the OPT-like model.
    public static final String OPT_END = "\n";

    /// Stands between context and request in the T5-like model's encoder text. A visible mark, since a Unigram
    /// tokenizer drops line ends as white space.
    public static final String T5_SEPARATOR = "|";

    private Prompts() {}

    /// The request for an answer: "question: what color is the circle ? answer:".
    public static String question(String text) {
        return "question: " + text + " answer:";
    }

    /// What follows [#question] in the OPT-like model: a space, the answer, a line end.
    public static String optAnswer(String answer) {
        return " " + answer + OPT_END;
    }

    /// What the OPT-like model says after its begin token when asked for a caption: the caption and a line end.
    public static String optCaption(String caption) {
        return caption + OPT_END;
    }

    /// The T5-like model's encoder text behind its context (words, or the soft prompt of stage 2): separator,
    /// request.
    ///
    /// @param request [#question], or the first words of a caption, or nothing
    public static String t5Request(String request) {
        return request.isEmpty() ? T5_SEPARATOR : T5_SEPARATOR + " " + request;
    }

    /// A caption cut in two for prefix language modelling.
    ///
    /// @param prefix the first words, may be empty
    /// @param rest the words to say
    public record SplitCaption(String prefix, String rest) {}

    /// Cuts a caption: half of the time nothing is given, else the first 1 to half of the words, each number equally
    /// likely.
    ///
    /// **Source:** BLIP-2 paper §3.3, prefix language modelling for encoder-decoder models; the empty half is ours,
    /// because captions are asked for without a prefix.
    public static SplitCaption split(String caption, WorldRandom random) {
        if (random.chance(0.5)) {
            return new SplitCaption("", caption);
        }
        List<String> words = List.of(caption.split(" ", -1));
        int given = 1 + random.nextInt(words.size() / 2);
        return new SplitCaption(
                String.join(" ", words.subList(0, given)), String.join(" ", words.subList(given, words.size())));
    }
}
