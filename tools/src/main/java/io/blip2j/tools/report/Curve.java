package io.blip2j.tools.report;

import java.util.ArrayList;
import java.util.List;

/// One line of a chart.
///
/// @param name what it is
/// @param points its points, x rising
public record Curve(String name, List<CurvePoint> points) {

    /// Copies the list.
    public Curve {
        points = List.copyOf(points);
    }

    /// A curve from two arrays of one length.
    public static Curve of(String name, double[] x, double[] y) {
        List<CurvePoint> points = new ArrayList<>(x.length);
        for (int i = 0; i < x.length; i++) {
            points.add(new CurvePoint(x[i], y[i]));
        }
        return new Curve(name, points);
    }
}
