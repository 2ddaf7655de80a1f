package io.blip2j.tools.report;

import java.util.Locale;

/// Numbers as a person reads them.
final class Figures {
    private Figures() {}

    /// A share: "96.2%", and "100%" only if nothing is missing.
    static String percent(NamedScore score) {
        return score.right() == score.of() && score.of() > 0 ? "100%" : percent(score.value());
    }

    /// A share, one digit behind the point; never rounded up to 100.0%.
    static String percent(double share) {
        double shown = share < 1 ? Math.min(share * 100, 99.9) : share * 100;
        return String.format(Locale.ROOT, "%.1f%%", shown);
    }

    /// "577 of 600", with thousands grouped.
    static String of(NamedScore score) {
        return String.format(Locale.ROOT, "%,d of %,d", score.right(), score.of());
    }

    /// A duration: "4 min 12 s", "38 s", "0.4 s", never broken over two lines.
    static String duration(double seconds) {
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, "%.1f\u00a0s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 60 ? whole + "\u00a0s" : whole / 60 + "\u00a0min\u00a0" + whole % 60 + "\u00a0s";
    }

    /// A value of a curve or axis with up to three digits that count: 1200, 0.73, 0.0012.
    static String value(double value) {
        if (value == 0) {
            return "0";
        }
        int digits = (int) Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
        String text = String.format(Locale.ROOT, "%." + digits + "f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    /// A coordinate of a drawing.
    static String at(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
