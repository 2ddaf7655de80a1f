package io.blip2j.tools.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Everything a report says. Plain records through and through: it can be written as JSON and read back.
///
/// @param out the run folder
/// @param language the language model's family, `opt` or `t5`
/// @param seed the run's seed
/// @param items every held-out picture with what the model said, in order
/// @param searches every distinct held-out caption with the pictures found for it
/// @param extraScores further figures worth showing, such as similarity alone or seen combinations
/// @param panels loss curves: towers, stage 1, stage 2
/// @param attention pictures with what the queries look at
/// @param seconds name of each phase to its seconds, in the order they ran
/// @param settings what was set, for the table at the end
/// @param supervision what the parts were told, one statement each
/// @param stage1 last figures of stage 1, such as `steps`, `itc`, `itm`, `itg`
/// @param stage2 last figures of stage 2, such as `steps`, `loss`
public record ReportData(
        String out,
        String language,
        long seed,
        List<HeldOutItem> items,
        List<ImageSearch> searches,
        List<NamedScore> extraScores,
        List<CurvePanel> panels,
        List<AttentionPicture> attention,
        Map<String, Double> seconds,
        List<Setting> settings,
        List<Supervision> supervision,
        Map<String, Number> stage1,
        Map<String, Number> stage2) {

    /// Copies all collections; the maps keep their order.
    public ReportData {
        items = List.copyOf(items);
        searches = List.copyOf(searches);
        extraScores = List.copyOf(extraScores);
        panels = List.copyOf(panels);
        attention = List.copyOf(attention);
        seconds = ordered(seconds);
        settings = List.copyOf(settings);
        supervision = List.copyOf(supervision);
        stage1 = ordered(stage1);
        stage2 = ordered(stage2);
    }

    /// The four scores and their parts, counted from the items and searches.
    public Scores scores() {
        return Scores.of(items, searches);
    }

    /// Seconds of all phases together.
    public double totalSeconds() {
        double total = 0;
        for (double phase : seconds.values()) {
            total += phase;
        }
        return total;
    }

    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
