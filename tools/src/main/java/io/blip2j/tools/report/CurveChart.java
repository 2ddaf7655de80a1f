package io.blip2j.tools.report;

import java.util.ArrayList;
import java.util.List;

/// Draws a [CurvePanel] as SVG: faint lines as measured, firm lines averaged over neighbours.
final class CurveChart {
    private static final int WIDTH = 360;
    private static final int HEIGHT = 250;
    private static final int LEFT = 54;
    private static final int RIGHT = 340;
    private static final int TOP = 10;
    private static final int BOTTOM = 204;

    /// More points than this make the file larger, not the picture better.
    private static final int POINTS = 240;

    private final HtmlWriter html;
    private final CurvePanel panel;
    private final ChartAxis x;
    private final ChartAxis y;

    private CurveChart(HtmlWriter html, CurvePanel panel) {
        this.html = html;
        this.panel = panel;
        List<Double> xs = new ArrayList<>();
        List<Double> ys = new ArrayList<>();
        for (Curve curve : panel.curves()) {
            for (CurvePoint point : curve.points()) {
                xs.add(point.x());
                ys.add(point.y());
            }
        }
        this.x = ChartAxis.over(xs, false, true);
        this.y = ChartAxis.over(ys, panel.logY(), true);
    }

    /// Adds the drawing and its legend.
    static void draw(HtmlWriter html, CurvePanel panel) {
        CurveChart chart = new CurveChart(html, panel);
        chart.drawing();
        chart.legend();
    }

    private void drawing() {
        html.open("svg", "viewBox", "0 0 " + WIDTH + " " + HEIGHT, "role", "img", "class", "chart");
        html.element("title", panel.title() + ": " + panel.yLabel() + " over " + panel.xLabel());
        for (double tick : y.ticks()) {
            String at = Figures.at(down(tick));
            line("grid", Figures.at(LEFT), at, Figures.at(RIGHT), at);
            label(Figures.value(tick), LEFT - 7, down(tick) + 4, "end");
        }
        for (double tick : x.ticks()) {
            String at = Figures.at(across(tick));
            line("axis", at, Figures.at(BOTTOM), at, Figures.at(BOTTOM + 5));
            label(Figures.value(tick), across(tick), BOTTOM + 19, "middle");
        }
        line("axis", Figures.at(LEFT), Figures.at(BOTTOM), Figures.at(RIGHT), Figures.at(BOTTOM));
        line("axis", Figures.at(LEFT), Figures.at(TOP), Figures.at(LEFT), Figures.at(BOTTOM));
        label(panel.xLabel(), (LEFT + RIGHT) / 2.0, HEIGHT - 8, "middle");
        String middle = Figures.at((TOP + BOTTOM) / 2.0);
        html.element(
                "text",
                panel.yLabel() + (panel.logY() ? " (log scale)" : ""),
                "transform",
                "translate(13 " + middle + ") rotate(-90)",
                "text-anchor",
                "middle");
        for (int c = 0; c < panel.curves().size(); c++) {
            Curve curve = panel.curves().get(c);
            polyline("line raw c" + c % 4, averaged(curve.points(), bin(curve), 0));
        }
        for (int c = 0; c < panel.curves().size(); c++) {
            Curve curve = panel.curves().get(c);
            int window = curve.points().size() / 60;
            polyline("line c" + c % 4, averaged(curve.points(), bin(curve), window));
        }
        html.close();
    }

    private void legend() {
        html.open("ul", "class", "legend");
        for (int c = 0; c < panel.curves().size(); c++) {
            Curve curve = panel.curves().get(c);
            html.open("li").element("span", "", "class", "key c" + c % 4).element("b", curve.name());
            List<CurvePoint> points = averaged(curve.points(), 1, curve.points().size() / 60);
            if (!points.isEmpty()) {
                String first = Figures.value(curve.points().getFirst().y());
                html.text(" " + first + " → " + Figures.value(points.getLast().y()));
            }
            html.close();
        }
        html.close();
    }

    private static int bin(Curve curve) {
        return (curve.points().size() + POINTS - 1) / POINTS;
    }

    /// Every `stride`-th point, averaged over `window` neighbours on both sides, as far as there are any.
    private List<CurvePoint> averaged(List<CurvePoint> points, int stride, int window) {
        List<CurvePoint> result = new ArrayList<>();
        for (int i = 0; i < points.size(); i += stride) {
            int reach = Math.min(window, Math.min(i, points.size() - 1 - i));
            double sum = 0;
            for (int j = i - reach; j <= i + reach; j++) {
                sum += points.get(j).y();
            }
            double mean = sum / (2 * reach + 1);
            if (ChartAxis.drawable(mean, panel.logY())) {
                result.add(new CurvePoint(points.get(i).x(), mean));
            }
        }
        return result;
    }

    private void polyline(String style, List<CurvePoint> points) {
        StringBuilder path = new StringBuilder();
        for (CurvePoint point : points) {
            path.append(Figures.at(across(point.x())))
                    .append(',')
                    .append(Figures.at(down(point.y())))
                    .append(' ');
        }
        html.open("polyline", "class", style, "points", path.toString().strip()).close();
    }

    private void line(String style, String x1, String y1, String x2, String y2) {
        html.open("line", "class", style, "x1", x1, "y1", y1, "x2", x2, "y2", y2)
                .close();
    }

    private void label(String text, double atX, double atY, String anchor) {
        html.element("text", text, "x", Figures.at(atX), "y", Figures.at(atY), "text-anchor", anchor);
    }

    private double across(double value) {
        return LEFT + x.at(value) * (RIGHT - LEFT);
    }

    private double down(double value) {
        return BOTTOM - y.at(value) * (BOTTOM - TOP);
    }
}
