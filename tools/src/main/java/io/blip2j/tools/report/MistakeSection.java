package io.blip2j.tools.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/// Everything that went wrong: captions by kind of mistake, answers by kind of question, and both ways of search.
final class MistakeSection {
    /// Entries of a list that are open to see.
    private static final int OPEN = 9;

    /// Entries of a list on the page; what is beyond it is counted and can be read in `images/captions.json`.
    private static final int LONGEST = 60;

    private final HtmlWriter html;
    private final ReportData data;

    MistakeSection(HtmlWriter html, ReportData data) {
        this.html = html;
        this.data = data;
    }

    /// Adds all lists.
    void add() {
        Scores scores = data.scores();
        PageParts.open(
                html,
                "mistakes",
                "What it gets wrong",
                String.format(
                        Locale.ROOT,
                        "%,d captions, %,d answers, %,d pictures whose caption was not found first, and %,d captions"
                                + " whose picture was not. Marked words differ from what was drawn.",
                        missed(scores.caption()),
                        missed(scores.answers()),
                        missed(scores.imageToText()),
                        missed(scores.textToImage())));
        captions();
        answers();
        pictureToText();
        textToPicture();
        html.close();
    }

    private void captions() {
        Map<String, List<HeldOutItem>> lists = new LinkedHashMap<>();
        for (CaptionErrors.Kind kind : CaptionErrors.Kind.values()) {
            lists.put("Captions with " + kind.text(), new ArrayList<>());
        }
        lists.put("Captions with several mistakes", new ArrayList<>());
        for (HeldOutItem item : data.items()) {
            Set<CaptionErrors.Kind> errors = CaptionErrors.of(item.reference(), item.caption());
            if (!errors.isEmpty()) {
                CaptionErrors.Kind first = errors.iterator().next();
                String list = errors.size() == 1 ? "Captions with " + first.text() : "Captions with several mistakes";
                lists.get(list).add(item);
            }
        }
        lists.values().removeIf(List::isEmpty);
        heading("Captions", lists.isEmpty(), "What it said, and below it what was drawn.");
        lists.forEach((heading, items) ->
                list(heading, "cards small", items.size(), i -> GallerySection.card(html, items.get(i))));
    }

    private void answers() {
        Map<String, List<HeldOutItem>> items = new LinkedHashMap<>();
        Map<String, List<AnsweredQuestion>> questions = new LinkedHashMap<>();
        for (NamedScore kind : data.scores().answersByKind()) {
            items.put(kind.name(), new ArrayList<>());
            questions.put(kind.name(), new ArrayList<>());
        }
        for (HeldOutItem item : data.items()) {
            for (AnsweredQuestion question : item.questions()) {
                if (!question.right()) {
                    items.get(question.kind()).add(item);
                    questions.get(question.kind()).add(question);
                }
            }
        }
        items.values().removeIf(List::isEmpty);
        heading("Answers", items.isEmpty(), "The given answer in bold, then the right one.");
        items.forEach((kind, pictures) -> list("Wrong answers about " + kind, "rows", pictures.size(), i -> {
            html.open("div", "class", "row");
            PageParts.picture(html, pictures.get(i));
            html.open("ul", "class", "answers");
            GallerySection.answer(html, questions.get(kind).get(i));
            html.close().close();
        }));
    }

    private void pictureToText() {
        List<HeldOutItem> wrong =
                data.items().stream().filter(item -> !item.retrievalRight()).toList();
        heading(
                "Search",
                wrong.isEmpty() && missed(data.scores().textToImage()) == 0,
                "Similarity picks the best" + " sixteen, then matching and similarity together put them in order.");
        list("Pictures whose caption was not found first", "rows", wrong.size(), i -> {
            HeldOutItem item = wrong.get(i);
            html.open("div", "class", "row");
            PageParts.picture(html, item);
            String found = item.retrieved().isEmpty()
                    ? ""
                    : item.retrieved().getFirst().text();
            html.open("p").text("found: ");
            PageParts.difference(html, item.reference(), found);
            html.single("br")
                    .element("span", "drawn: " + item.reference(), "class", "drawn")
                    .close()
                    .close();
        });
    }

    private void textToPicture() {
        List<ImageSearch> wrong =
                data.searches().stream().filter(search -> !search.right()).toList();
        Map<Integer, HeldOutItem> byIndex = new LinkedHashMap<>();
        data.items().forEach(item -> byIndex.put(item.index(), item));
        list("Captions whose picture was not found first", "rows", wrong.size(), i -> {
            ImageSearch search = wrong.get(i);
            HeldOutItem found =
                    search.found().isEmpty() ? null : byIndex.get(search.found().getFirst());
            html.open("div", "class", "row");
            if (found != null) {
                PageParts.picture(html, found);
            }
            html.open("p").text("searched: " + search.text()).single("br");
            html.open("span", "class", "drawn").text("found: ");
            PageParts.difference(html, search.text(), found == null ? "" : found.reference());
            html.close().close().close();
        });
    }

    private void heading(String heading, boolean none, String text) {
        html.element("h3", heading);
        html.element("p", none ? "No mistake of this kind on these pictures." : text, "class", "hint");
    }

    /// A list that can be folded: the first entries, then the others folded away.
    private void list(String heading, String style, int count, IntConsumer entry) {
        if (count == 0) {
            return;
        }
        html.line().open("details", "open", "open", "class", "list").open("summary");
        html.text(heading + " ")
                .element("span", String.valueOf(count), "class", "badge")
                .close();
        entries(style, 0, Math.min(OPEN, count), entry);
        if (count > OPEN) {
            int shown = Math.min(LONGEST, count);
            html.open("details", "class", "more").element("summary", (shown - OPEN) + " more");
            entries(style, OPEN, shown, entry);
            if (count > shown) {
                String rest = (count - shown) + " others are in images/captions.json.";
                html.element("p", rest, "class", "hint");
            }
            html.close();
        }
        html.close();
    }

    private void entries(String style, int from, int to, IntConsumer entry) {
        html.open("div", "class", style);
        for (int i = from; i < to; i++) {
            entry.accept(i);
        }
        html.close();
    }

    private static int missed(NamedScore score) {
        return score.of() - score.right();
    }
}
