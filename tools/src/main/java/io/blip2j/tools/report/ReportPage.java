package io.blip2j.tools.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The report as one HTML file: style and pictures inside, no script, nothing loaded from anywhere; light and dark,
/// from a phone's width up.
public final class ReportPage {
    private static final String[][] SECTIONS = {
        {"scores", "Scores"},
        {"gallery", "Pictures"},
        {"mistakes", "Mistakes"},
        {"attention", "Attention"},
        {"curves", "Learning"},
        {"supervision", "Help it had"},
        {"making", "Time"},
    };

    private ReportPage() {}

    /// The page.
    public static String html(ReportData data) {
        HtmlWriter html = new HtmlWriter();
        html.open("html", "lang", "en").line().open("head");
        html.single("meta", "charset", "utf-8");
        html.single("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.single("meta", "name", "color-scheme", "content", "light dark");
        html.element("title", "Blip2J quickstart, seed " + data.seed());
        html.style(style()).close().line().open("body").open("main");
        ScoreSection scores = new ScoreSection(html, data);
        scores.head();
        navigation(html, data);
        scores.scores();
        scores.howToRead();
        GallerySection.add(html, data);
        new MistakeSection(html, data).add();
        new AttentionSection(html, data).add();
        MakingSection making = new MakingSection(html, data);
        making.curves();
        making.supervision();
        making.timesAndSettings();
        footer(html, data);
        return html.close().close().close().html();
    }

    private static void navigation(HtmlWriter html, ReportData data) {
        html.line().open("nav");
        for (String[] section : SECTIONS) {
            if (!section[0].equals("attention") || !data.attention().isEmpty()) {
                html.element("a", section[1], "href", "#" + section[0]);
            }
        }
        html.close();
    }

    private static void footer(HtmlWriter html, ReportData data) {
        html.line().open("footer").element("h2", "Try it yourself");
        html.element("p", "The folder of this page is a model folder. Any held-out picture will do, or one you draw:");
        String image = " " + data.out() + "/images/0000.png";
        html.element(
                "pre",
                "tools/bin/blip2 caption --model " + data.out() + image + "\ntools/bin/blip2 vqa --model " + data.out()
                        + " --question \"how many objects are there ?\"" + image);
        html.close();
    }

    private static String style() {
        try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is missing from the tools jar. Build it again?");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
