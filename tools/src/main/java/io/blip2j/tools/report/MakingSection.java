package io.blip2j.tools.report;

import java.util.Map;

/// How it was made: curves, what the parts were told, seconds, settings.
final class MakingSection {
    private final HtmlWriter html;
    private final ReportData data;

    MakingSection(HtmlWriter html, ReportData data) {
        this.html = html;
        this.data = data;
    }

    /// Adds the curves.
    void curves() {
        PageParts.open(
                html,
                "curves",
                "How it learned",
                "A loss is how surprised the model is by the right answer: lower is better. Faint lines are single"
                        + " steps, firm lines their average.");
        html.open("div", "class", "panels");
        for (CurvePanel panel : data.panels()) {
            html.open("figure", "class", "panel").element("h3", panel.title());
            CurveChart.draw(html, panel);
            html.element("figcaption", panel.text()).close();
        }
        html.close().close();
    }

    /// Adds the supervision.
    void supervision() {
        PageParts.open(
                html,
                "supervision",
                "What it was told",
                "A model is only as impressive as the help it had is small. This is all the help each part had.");
        html.open("div", "class", "columns");
        for (Supervision part : data.supervision()) {
            html.open("div", "class", "note").element("h3", part.part());
            html.open("p").element("b", "Told: ").text(part.told()).close();
            html.open("p")
                    .element("b", "Never shown: ")
                    .text(part.not())
                    .close()
                    .close();
        }
        html.close().close();
    }

    /// Adds seconds and settings.
    void timesAndSettings() {
        PageParts.open(
                html,
                "making",
                "Time and settings",
                Figures.duration(data.totalSeconds()) + " in all, from drawing the first picture to the last answer.");
        double total = Math.max(data.totalSeconds(), 1e-9);
        html.open("ul", "class", "bars");
        for (Map.Entry<String, Double> phase : data.seconds().entrySet()) {
            double share = phase.getValue() / total;
            html.open("li").element("span", phase.getKey(), "class", "name").open("span", "class", "track");
            html.element("span", "", "class", "fill", "style", "width:" + Figures.at(100 * share) + "%")
                    .close();
            html.element("span", Figures.duration(phase.getValue()), "class", "number");
            html.element("span", Figures.percent(share), "class", "count").close();
        }
        html.close();
        html.open("details", "class", "list").element("summary", "Settings").open("dl");
        for (Setting setting : data.settings()) {
            html.open("div")
                    .element("dt", setting.name())
                    .element("dd", setting.value())
                    .close();
        }
        html.close().close().close();
    }
}
