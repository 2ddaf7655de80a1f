package io.blip2j.tools.report;

import io.blip2j.tools.world.ObjectColor;
import io.blip2j.tools.world.ObjectShape;
import io.blip2j.tools.world.ObjectSize;
import io.blip2j.tools.world.Position;
import io.blip2j.tools.world.SceneObject;
import java.util.List;

/// The head of the page: what this is, the four scores, their parts, and how to read them.
final class ScoreSection {
    private static final int MOSAIC = 9;

    /// One of the combinations that no training picture shows.
    static final SceneObject EXAMPLE =
            new SceneObject(ObjectColor.PURPLE, ObjectShape.CROSS, ObjectSize.SMALL, Position.CENTER);

    private final HtmlWriter html;
    private final ReportData data;

    ScoreSection(HtmlWriter html, ReportData data) {
        this.html = html;
        this.data = data;
    }

    /// Adds the head.
    void head() {
        int images = data.items().size();
        html.open("header").open("div", "class", "title");
        html.element(
                "p", "Blip2J quickstart · " + language(data.language()) + " · seed " + data.seed(), "class", "eyebrow");
        html.element("h1", "A miniature BLIP\u20112, made from nothing");
        html.element(
                "p",
                "One command drew a small world of pictures, taught a model to see and another to write, froze both,"
                        + " and trained a Q-Former to bridge them, in " + Figures.duration(data.totalSeconds())
                        + " on this machine's processor. Nothing was downloaded. Below is what it says about " + images
                        + " pictures that it had never seen, right or wrong.",
                "class",
                "intro");
        html.close().open("div", "class", "mosaic", "aria-hidden", "true");
        for (HeldOutItem item : first(data.items(), MOSAIC)) {
            PageParts.picture(html, item);
        }
        html.close().close();
    }

    /// Adds the scores.
    void scores() {
        Scores scores = data.scores();
        html.line().open("section", "id", "scores").element("h2", "How well it does", "class", "hidden");
        html.open("div", "class", "tiles");
        tile(scores.caption(), "Captions", "word for word what was drawn");
        tile(scores.answers(), "Answers", "to questions, word for word");
        tile(
                scores.imageToText(),
                "Picture to text",
                "its own caption found first among " + data.searches().size());
        tile(
                scores.textToImage(),
                "Text to picture",
                "a right picture found first among " + data.items().size());
        html.close();
        html.open("div", "class", "columns");
        parts("Captions by kind of picture", scores.captionByKind());
        parts("Answers by kind of question", scores.answersByKind());
        if (!data.extraScores().isEmpty()) {
            parts("Other measures", data.extraScores());
        }
        html.close().close();
    }

    /// Adds the reading guide.
    void howToRead() {
        PageParts.open(html, "read", "How to read this page", "Three things to know before you trust a number.");
        html.open("div", "class", "columns");
        note(
                "The pictures are new, and so is what they show",
                "A held-out picture always shows a combination of color, shape and size, say a " + EXAMPLE.phrase()
                        + ", that is in no training picture at all. The model knows each of the three words from other"
                        + " objects, and has to put them together. So none of the captions here was ever used in"
                        + " training.");
        note(
                "Only the exact words count",
                "A caption is right if it equals the drawn one in every word; a single wrong color makes it wrong. The"
                        + " same holds for answers. Order and wording follow from the picture, so there is just one right"
                        + " caption.");
        note(
                "Nothing is picked to look good",
                "The gallery shows the first pictures of the set, in order. Every kind of mistake has its own list"
                        + " further down. Scores are counted from what is shown here and in images/captions.json.");
        html.close().close();
    }

    private void tile(NamedScore score, String name, String text) {
        html.open("div", "class", "tile").element("p", name, "class", "name");
        html.element("p", Figures.percent(score), "class", "big");
        html.open("span", "class", "track");
        html.element("span", "", "class", "fill", "style", "width:" + Figures.at(100 * score.value()) + "%")
                .close();
        html.element("p", Figures.of(score) + ", " + text, "class", "count").close();
    }

    private void parts(String heading, List<NamedScore> scores) {
        html.open("div").element("h3", heading).open("ul", "class", "bars");
        for (NamedScore score : scores) {
            PageParts.bar(html, score);
        }
        html.close().close();
    }

    private void note(String heading, String text) {
        html.open("div", "class", "note")
                .element("h3", heading)
                .element("p", text)
                .close();
    }

    private static String language(String family) {
        return switch (family) {
            case "opt" -> "OPT-like language model";
            case "t5" -> "T5-like language model";
            default -> family;
        };
    }

    private static <T> List<T> first(List<T> list, int count) {
        return list.subList(0, Math.min(count, list.size()));
    }
}
