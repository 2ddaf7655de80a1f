package io.blip2j.blip2.evaluate;

import java.util.HashSet;
import java.util.List;

/// Accuracy of an answer, in 0..1.
public final class AnswerScores {
    private static final double ENOUGH = 3;

    private AnswerScores() {}

    /// VQA accuracy: the mean, over leaving out each given answer, of `min(1, equal ones among the others / 3)`.
    ///
    /// **Source:** the VQA evaluation. The given answers lose punctuation only, and only where they are not all the
    /// same.
    ///
    /// @param given what people answered, usually ten; at least one
    public static double vqa(String answer, List<String> given) {
        String ours = AnswerText.processed(answer);
        boolean differ = new HashSet<>(given).size() > 1;
        List<String> theirs =
                differ ? given.stream().map(AnswerText::withoutPunctuation).toList() : given;
        long equal = theirs.stream().filter(ours::equals).count();
        double sum = 0;
        for (String one : theirs) {
            sum += Math.min(1, (equal - (one.equals(ours) ? 1 : 0)) / ENOUGH);
        }
        return sum / theirs.size();
    }

    /// GQA accuracy: 1 if the two are the same, both processed in full, else 0.
    ///
    /// **Source:** LAVIS `GQATask`.
    public static double gqa(String answer, String right) {
        return AnswerText.processed(answer).equals(AnswerText.processed(right)) ? 1 : 0;
    }
}
