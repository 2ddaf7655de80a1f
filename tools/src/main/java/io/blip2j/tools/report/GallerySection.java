package io.blip2j.tools.report;

import java.util.List;

/// The first held-out pictures, in order, with all that the model said about each.
final class GallerySection {
    /// How many pictures are shown: not chosen, just the first ones.
    static final int SHOWN = 24;

    private GallerySection() {}

    /// Adds the gallery.
    static void add(HtmlWriter html, ReportData data) {
        List<HeldOutItem> shown =
                data.items().subList(0, Math.min(SHOWN, data.items().size()));
        PageParts.open(
                html,
                "gallery",
                "The first " + shown.size() + " held-out pictures",
                "In the order of the set, not chosen. Open a card to see every question with its answer.");
        html.open("div", "class", "cards");
        for (HeldOutItem item : shown) {
            card(html, item);
        }
        html.close().close();
    }

    /// One picture with its caption, answers and scores.
    static void card(HtmlWriter html, HeldOutItem item) {
        boolean right = item.captionRight();
        html.line().open("article", "class", right ? "card" : "card bad");
        PageParts.picture(html, item);
        html.open("div", "class", "body").open("p", "class", "said");
        html.element("span", right ? "✓" : "✗", "class", right ? "tick right" : "tick wrong");
        html.text(" ");
        PageParts.difference(html, item.reference(), item.caption());
        html.close();
        if (!right) {
            html.open("p", "class", "drawn").text("drawn: " + item.reference());
            for (CaptionErrors.Kind error : CaptionErrors.of(item.reference(), item.caption())) {
                html.text(" ").element("span", error.word(), "class", "badge");
            }
            html.close();
        }
        facts(html, item);
        html.close().close();
    }

    private static void facts(HtmlWriter html, HeldOutItem item) {
        int questions = item.questions().size();
        boolean allRight = item.answersRight() == questions;
        if (!allRight) {
            html.open("ul", "class", "answers");
            item.questions().stream().filter(q -> !q.right()).forEach(q -> answer(html, q));
            html.close();
        }
        html.open("details").open("summary");
        PageParts.verdict(html, allRight, item.answersRight() + "/" + questions + " answers");
        html.text(" ");
        PageParts.verdict(html, item.retrievalRight(), item.retrievalRight() ? "found" : "not found");
        html.close().open("ul", "class", "answers");
        for (AnsweredQuestion question : item.questions()) {
            answer(html, question);
        }
        html.close().open("p", "class", "match");
        html.text("Match with its own caption: " + Figures.percent(item.itm()) + ", similarity "
                + Figures.value(item.itc()) + ".");
        if (!item.retrievalRight() && !item.retrieved().isEmpty()) {
            html.text(" Found first instead: " + item.retrieved().getFirst().text() + ".");
        }
        html.close().close();
    }

    /// A question, the answer given, and the right one if that differs.
    static void answer(HtmlWriter html, AnsweredQuestion question) {
        boolean right = question.right();
        html.open("li").text(question.text().replace(" ?", "\u00a0?") + " ");
        String said = question.answer().isBlank() ? "(nothing)" : question.answer();
        html.element("b", (right ? "" : "✗\u00a0") + said, "class", right ? "right" : "wrong");
        if (!right) {
            html.text(" ").element("span", "right:\u00a0" + question.expected(), "class", "drawn");
        }
        html.close();
    }
}
