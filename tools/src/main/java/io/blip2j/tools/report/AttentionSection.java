package io.blip2j.tools.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the queries look at: each map lies over its picture and fades what is not looked at.
final class AttentionSection {
    /// Units of a patch in the drawing.
    private static final int CELL = 48;

    /// Smaller shares of the attention get no number.
    private static final double SHARE_SHOWN = 0.05;

    private final HtmlWriter html;
    private final Map<Integer, HeldOutItem> items = new LinkedHashMap<>();
    private final List<AttentionPicture> pictures;

    AttentionSection(HtmlWriter html, ReportData data) {
        this.html = html;
        this.pictures = data.attention();
        data.items().forEach(item -> items.put(item.index(), item));
    }

    /// Adds the section; nothing if there are no maps.
    void add() {
        if (pictures.isEmpty()) {
            return;
        }
        PageParts.open(
                html,
                "attention",
                "What the queries look at",
                "The Q-Former reads a picture through a few learned queries. Clear patches get its attention, faded"
                        + " ones do not. Each picture is nine patches; numbers are shares of the attention on them.");
        for (AttentionPicture picture : pictures) {
            HeldOutItem item = items.get(picture.item());
            if (item != null) {
                add(picture, item);
            }
        }
        html.close();
    }

    private void add(AttentionPicture picture, HeldOutItem item) {
        html.line().open("article", "class", "look");
        html.open("figure", "class", "mean");
        map(picture.mean(), item, true);
        html.element("figcaption", picture.mean().label()).close();
        html.open("div", "class", "body").open("p", "class", "said");
        html.element(
                "span", item.captionRight() ? "✓" : "✗", "class", "tick " + (item.captionRight() ? "right" : "wrong"));
        html.text(" ");
        PageParts.difference(html, item.reference(), item.caption());
        html.close();
        strip("While it says each word", picture.words(), item);
        strip("Query by query", picture.queries(), item);
        html.close().close();
    }

    private void strip(String heading, List<AttentionMap> maps, HeldOutItem item) {
        if (maps.isEmpty()) {
            return;
        }
        html.element("p", heading, "class", "hint").open("div", "class", "strip");
        for (AttentionMap map : maps) {
            html.open("figure");
            map(map, item, false);
            html.element("figcaption", map.label()).close();
        }
        html.close();
    }

    /// The picture under a veil that is thickest where the attention is least; the strongest patch is framed.
    private void map(AttentionMap map, HeldOutItem item, boolean large) {
        int columns = map.columns();
        int rows = (map.weights().size() + columns - 1) / columns;
        double sum = 0;
        double top = 0;
        for (double weight : map.weights()) {
            sum += weight;
            top = Math.max(top, weight);
        }
        String width = String.valueOf(CELL * columns);
        String height = String.valueOf(CELL * rows);
        html.open("svg", "viewBox", "0 0 " + width + " " + height, "role", "img", "class", "map");
        html.element("title", "Attention, " + map.label() + ", on: " + item.reference());
        if (large) {
            // The file holds each picture once here: the small maps point at the large one's.
            String data = "data:image/png;base64," + item.png();
            html.open("image", "id", id(item), "href", data, "width", width, "height", height);
        } else {
            html.open("use", "href", "#" + id(item));
        }
        html.close();
        int strongest = 0;
        for (int i = 0; i < map.weights().size(); i++) {
            double weight = map.weights().get(i);
            strongest = weight > map.weights().get(strongest) ? i : strongest;
            veil(i % columns * CELL, i / columns * CELL, top > 0 ? weight / top : 0);
        }
        frame(strongest % columns * CELL, strongest / columns * CELL);
        for (int i = 0; large && i < map.weights().size(); i++) {
            double share = map.weights().get(i) / sum;
            if (share >= SHARE_SHOWN) {
                number(i % columns * CELL + CELL / 2, i / columns * CELL + CELL - 4, share);
            }
        }
        html.close();
    }

    private void veil(int x, int y, double share) {
        String opacity = Figures.value(0.88 * (1 - share));
        rect("veil", x, y, CELL, "fill-opacity", opacity);
    }

    private void frame(int x, int y) {
        rect("frame", x + 2, y + 2, CELL - 4, "fill", "none");
    }

    private void rect(String style, int x, int y, int side, String attribute, String value) {
        String place = "translate(" + x + " " + y + ")";
        String length = String.valueOf(side);
        html.open("rect", "class", style, "transform", place, "width", length, "height", length, attribute, value);
        html.close();
    }

    private static String id(HeldOutItem item) {
        return "picture-" + item.index();
    }

    private void number(int x, int y, double share) {
        html.element("text", Math.round(100 * share) + "%", "x", String.valueOf(x), "y", String.valueOf(y));
    }
}
