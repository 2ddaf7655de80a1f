package io.blip2j.tools.report;

import java.util.ArrayList;
import java.util.List;

/// One axis of a chart: which values it spans, where a value lies on it, and where its ticks are.
///
/// @param low the smallest value shown
/// @param high the largest value shown
/// @param log whether distances are ratios
record ChartAxis(double low, double high, boolean log) {

    /// An axis over all values that can be drawn: finite, and positive if logarithmic. Ends are rounded to nice
    /// numbers.
    static ChartAxis over(List<Double> values, boolean log, boolean fromZero) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (drawable(value, log)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (low > high) {
            return new ChartAxis(log ? 0.1 : 0, 1, log);
        }
        if (log) {
            return new ChartAxis(low / 1.15, high * 1.15 + (high == low ? low : 0), true);
        }
        double bottom = fromZero && low >= 0 ? 0 : low;
        return new ChartAxis(bottom, high == bottom ? bottom + 1 : high, false);
    }

    /// Where a value lies, 0 at the low end, 1 at the high end.
    double at(double value) {
        return log
                ? (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low))
                : (value - low) / (high - low);
    }

    /// Whether a value can be drawn on such an axis.
    static boolean drawable(double value, boolean log) {
        return Double.isFinite(value) && (!log || value > 0);
    }

    /// Values with a label.
    List<Double> ticks() {
        return log ? logTicks() : linearTicks();
    }

    private List<Double> linearTicks() {
        double rough = (high - low) / 5;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double lead = rough / power;
        double step = power * (lead > 5 ? 10 : lead > 2 ? 5 : lead > 1 ? 2 : 1);
        List<Double> ticks = new ArrayList<>();
        for (long k = (long) Math.ceil(low / step - 1e-9); k * step <= high * (1 + 1e-9); k++) {
            ticks.add(k * step);
        }
        return ticks;
    }

    /// 1, 2 and 5 of each decade; fewer where the axis spans many.
    private List<Double> logTicks() {
        double ratio = high / low;
        double[] leads = ratio > 1000 ? new double[] {1} : ratio > 60 ? new double[] {1, 3} : new double[] {1, 2, 5};
        List<Double> ticks = new ArrayList<>();
        for (int decade = (int) Math.floor(Math.log10(low)); decade <= Math.log10(high); decade++) {
            for (double lead : leads) {
                double value = lead * Math.pow(10, decade);
                if (value >= low && value <= high) {
                    ticks.add(value);
                }
            }
        }
        return ticks;
    }
}
