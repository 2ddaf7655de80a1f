package io.blip2j.tools.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The scores of a run, counted from what the model said.
///
/// @param caption captions equal to the reference, word for word
/// @param answers answers equal to the right one
/// @param imageToText pictures whose own caption is found first
/// @param textToImage captions for which a right picture is found first
/// @param captionByKind [#caption] for each kind of scene
/// @param answersByKind [#answers] for each kind of question
public record Scores(
        NamedScore caption,
        NamedScore answers,
        NamedScore imageToText,
        NamedScore textToImage,
        List<NamedScore> captionByKind,
        List<NamedScore> answersByKind) {

    /// Copies the lists.
    public Scores {
        captionByKind = List.copyOf(captionByKind);
        answersByKind = List.copyOf(answersByKind);
    }

    /// Counts.
    static Scores of(List<HeldOutItem> items, List<ImageSearch> searches) {
        Tally captions = new Tally();
        Tally answers = new Tally();
        Tally retrieval = new Tally();
        for (HeldOutItem item : items) {
            captions.add(item.kind(), item.captionRight());
            retrieval.add("", item.retrievalRight());
            for (AnsweredQuestion question : item.questions()) {
                answers.add(question.kind(), question.right());
            }
        }
        Tally search = new Tally();
        for (ImageSearch one : searches) {
            search.add("", one.right());
        }
        return new Scores(
                captions.all("captions"),
                answers.all("answers"),
                retrieval.all("picture to text"),
                search.all("text to picture"),
                captions.parts(),
                answers.parts());
    }

    /// Right and all, by name.
    private static final class Tally {
        private final Map<String, NamedScore> parts = new LinkedHashMap<>();

        void add(String name, boolean right) {
            NamedScore old = parts.getOrDefault(name, new NamedScore(name, 0, 0));
            parts.put(name, new NamedScore(name, old.right() + (right ? 1 : 0), old.of() + 1));
        }

        NamedScore all(String name) {
            int right = 0;
            int of = 0;
            for (NamedScore part : parts.values()) {
                right += part.right();
                of += part.of();
            }
            return new NamedScore(name, right, of);
        }

        List<NamedScore> parts() {
            return List.copyOf(parts.values());
        }
    }
}
