package io.blip2j.tools.folders;

import io.blip2j.blip2.folders.FolderReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A report as the object of `--json`, and as lines for a person.
final class ReportText {
    private static final int SHOWN = 10;

    private ReportText() {}

    static Map<String, Object> json(FolderReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("folder", report.folder());
        json.put("architecture", report.architecture());
        json.put("parameters", report.parameters());
        json.put("parts", report.parts());
        json.put("bytes", report.bytes());
        json.put("types", report.types());
        json.put("files", report.files());
        json.put("config", report.config());
        json.put("defaults", report.defaults());
        json.put("missing", report.missing());
        json.put("unmatched", report.unmatched());
        json.put("wrong_shape", report.wrongShape());
        json.put("ignored", report.ignored());
        json.put("tokenizer", report.tokenizer());
        json.put("sound", report.sound());
        if (report.stage1() != null) {
            json.put("stage1", json(report.stage1()));
        }
        return json;
    }

    static String text(FolderReport report) {
        List<String> lines = new ArrayList<>();
        add(lines, "", report);
        if (report.stage1() != null) {
            lines.add("");
            add(lines, "", report.stage1());
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static void add(List<String> lines, String indent, FolderReport report) {
        line(lines, indent, "folder", report.folder());
        line(lines, indent, "architecture", report.architecture());
        line(lines, indent, "parameters", count(report.parameters()));
        report.parts().forEach((part, number) -> line(lines, "  ", part, count(number)));
        line(
                lines,
                indent,
                "tensors",
                report.types() + ", " + count(report.bytes()) + " bytes in " + String.join(", ", report.files()));
        line(lines, indent, "tokenizer", report.tokenizer().isEmpty() ? "none" : String.join(", ", report.tokenizer()));
        report.config().forEach((name, value) -> {
            String note = report.defaults().containsKey(name) ? "  (default)" : "";
            line(lines, "  ", name, value + note);
        });
        keys(lines, "missing", report.missing());
        keys(lines, "wrong shape", report.wrongShape());
        keys(lines, "match nothing", report.unmatched());
        keys(lines, "ignored", report.ignored());
        line(lines, indent, "loads", report.sound() ? "yes" : "no");
    }

    private static void keys(List<String> lines, String what, List<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        line(lines, "", what, keys.size() + (keys.size() == 1 ? " key" : " keys"));
        keys.stream().limit(SHOWN).forEach(key -> lines.add("  " + key));
        if (keys.size() > SHOWN) {
            lines.add("  and " + (keys.size() - SHOWN) + " more; --json has them all");
        }
    }

    private static void line(List<String> lines, String indent, String name, Object value) {
        lines.add(String.format(Locale.ROOT, "%-44s %s", indent + name, value));
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
