package io.blip2j.tools.eval;

import io.blip2j.blip2.Blip2;
import io.blip2j.blip2.data.Sample;
import io.blip2j.blip2.evaluate.Recalls;
import io.blip2j.tools.cli.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Texts of pictures and pictures of texts, by similarity and then by looking at both.
record RetrievalEval(EvalRun run, Blip2 blip2, int candidates) {
    Map<String, Object> scores() {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        List<Sample> images = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        for (Sample sample : run.samples()) {
            if (sample.texts().isEmpty()) {
                continue;
            }
            Integer number = numbers.get(sample.imageId());
            if (number == null && run.picture(sample) != null) {
                number = images.size();
                images.add(sample);
                numbers.put(sample.imageId(), number);
            }
            if (number != null) {
                for (String text : sample.texts()) {
                    texts.add(text);
                    owners.add(number);
                }
            }
        }
        run.require(!images.isEmpty(), "captions");
        int[] owner = owners.stream().mapToInt(Integer::intValue).toArray();
        Recalls recalls;
        try (Progress progress = run.console().progress("comparing pictures", 2L * images.size())) {
            recalls = blip2.compare(images.size(), i -> run.again(images.get(i)), texts, candidates, progress::update)
                    .recalls(owner);
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("images", images.size());
        row.put("texts", texts.size());
        row.put("txt_r1", recalls.textAt1());
        row.put("txt_r5", recalls.textAt5());
        row.put("txt_r10", recalls.textAt10());
        row.put("txt_r_mean", recalls.textMean());
        row.put("img_r1", recalls.imageAt1());
        row.put("img_r5", recalls.imageAt5());
        row.put("img_r10", recalls.imageAt10());
        row.put("img_r_mean", recalls.imageMean());
        row.put("r_mean", recalls.mean());
        return row;
    }
}
