package io.blip2j.tools.report;

import java.util.List;

/// One chart: curves over common axes.
///
/// @param title its heading
/// @param text one or two sentences on what to see in it
/// @param xLabel what the x axis counts
/// @param yLabel what the y axis measures
/// @param logY whether the y axis is logarithmic
/// @param curves up to four lines
public record CurvePanel(String title, String text, String xLabel, String yLabel, boolean logY, List<Curve> curves) {

    /// Copies the list.
    public CurvePanel {
        curves = List.copyOf(curves);
    }
}
