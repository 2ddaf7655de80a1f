package io.blip2j.tools.report;

import java.util.List;
import java.util.Locale;

/// Small pieces that several sections of the page use.
final class PageParts {
    private PageParts() {}

    /// Opens a section with a heading and a sentence below it; the caller closes it.
    static void open(HtmlWriter html, String id, String heading, String lead) {
        html.line().open("section", "id", id).element("h2", heading).element("p", lead, "class", "lead");
    }

    /// A held-out picture.
    static void picture(HtmlWriter html, HeldOutItem item) {
        html.single(
                "img",
                "src",
                "data:image/png;base64," + item.png(),
                "alt",
                "Held-out picture " + item.index() + ": " + item.reference(),
                "width",
                "48",
                "height",
                "48");
    }

    /// ✓ or ✗ with a word.
    static void verdict(HtmlWriter html, boolean right, String word) {
        html.element("span", (right ? "✓ " : "✗ ") + word, "class", right ? "verdict right" : "verdict wrong");
    }

    /// A caption with the words marked that are not in the reference's longest common part.
    static void difference(HtmlWriter html, String reference, String said) {
        if (said.isBlank()) {
            html.element("mark", "(nothing)");
            return;
        }
        List<String> a = List.of(reference.split(" ", -1));
        List<String> b = List.of(said.split(" ", -1));
        boolean[] common = common(a, b);
        for (int i = 0; i < b.size(); ) {
            int end = i + 1;
            while (end < b.size() && common[end] == common[i]) {
                end++;
            }
            String words = String.join(" ", b.subList(i, end));
            html.text(i == 0 ? "" : " ");
            if (common[i]) {
                html.text(words);
            } else {
                html.element("mark", words);
            }
            i = end;
        }
    }

    /// A bar of a share, with its words.
    static void bar(HtmlWriter html, NamedScore score) {
        html.open("li").element("span", score.name(), "class", "name");
        html.open("span", "class", "track");
        html.element("span", "", "class", "fill", "style", "width:" + Figures.at(100 * score.value()) + "%");
        html.close().element("span", Figures.percent(score), "class", "number");
        html.element("span", String.format(Locale.ROOT, "of %,d", score.of()), "class", "count")
                .close();
    }

    /// Which words of `b` belong to the longest common subsequence of both.
    private static boolean[] common(List<String> a, List<String> b) {
        int[][] length = new int[a.size() + 1][b.size() + 1];
        for (int i = a.size() - 1; i >= 0; i--) {
            for (int j = b.size() - 1; j >= 0; j--) {
                boolean equal = a.get(i).equals(b.get(j));
                length[i][j] = equal ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
            }
        }
        boolean[] common = new boolean[b.size()];
        int i = 0;
        int j = 0;
        while (i < a.size() && j < b.size()) {
            if (a.get(i).equals(b.get(j))) {
                common[j++] = true;
                i++;
            } else if (length[i + 1][j] >= length[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        return common;
    }
}
