package io.blip2j.tools.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The JSON of a report: `{"out", "stage1", "stage2", "heldout": {"caption_exact", "vqa_accuracy", "i2t_r1",
/// "t2i_r1", "images"}, "seconds"}`.
public final class ReportJson {
    private static final JsonMapper LINE = JsonMapper.builder().build();
    private static final JsonMapper FILE =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ReportJson() {}

    /// One line, for standard output.
    public static String line(ReportData data) {
        return LINE.writeValueAsString(summary(data));
    }

    /// The same with line ends, for `report.json`.
    public static String file(ReportData data) {
        return FILE.writeValueAsString(summary(data)) + "\n";
    }

    /// What was said about each held-out picture, for `images/captions.json`.
    static String captions(ReportData data) {
        List<Map<String, Object>> images = new ArrayList<>();
        for (HeldOutItem item : data.items()) {
            Map<String, Object> image = new LinkedHashMap<>();
            image.put("image", ReportFiles.imageName(item));
            image.put("reference", item.reference());
            image.put("caption", item.caption());
            image.put("itm", item.itm());
            image.put("itc", item.itc());
            image.put("questions", item.questions());
            images.add(image);
        }
        return FILE.writeValueAsString(images) + "\n";
    }

    private static Map<String, Object> summary(ReportData data) {
        Scores scores = data.scores();
        Map<String, Object> heldOut = new LinkedHashMap<>();
        heldOut.put("caption_exact", scores.caption().value());
        heldOut.put("vqa_accuracy", scores.answers().value());
        heldOut.put("i2t_r1", scores.imageToText().value());
        heldOut.put("t2i_r1", scores.textToImage().value());
        heldOut.put("images", data.items().size());
        Map<String, Object> seconds = new LinkedHashMap<>(data.seconds());
        seconds.put("total", data.totalSeconds());
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("out", data.out());
        summary.put("stage1", data.stage1());
        summary.put("stage2", data.stage2());
        summary.put("heldout", heldOut);
        summary.put("seconds", seconds);
        return summary;
    }
}
