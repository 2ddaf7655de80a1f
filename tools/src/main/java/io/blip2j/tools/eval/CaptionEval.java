package io.blip2j.tools.eval;

import io.blip2j.blip2.Blip2;
import io.blip2j.blip2.Decoding;
import io.blip2j.blip2.Reply;
import io.blip2j.blip2.data.Sample;
import io.blip2j.blip2.evaluate.CaptionScores;
import io.blip2j.blip2.image.Picture;
import io.blip2j.tools.cli.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Captions of pictures against what people wrote, one caption for each picture.
///
/// Writes `captions_SPLIT_blip2_results.json`, `[{image_id, caption}]` as COCO's and NoCaps' servers take it, and
/// the references beside as COCO annotations, so that other programs can score the same.
record CaptionEval(EvalRun run, Blip2 blip2, String prompt, Decoding how) {
    private static final int AT_ONCE = 8;

    /// A picture with all its references.
    private record Item(Sample sample, List<String> references) {}

    Map<String, Object> scores() {
        List<Item> items = items();
        run.require(!items.isEmpty(), "captions");
        List<Item> good = new ArrayList<>();
        List<String> captions = new ArrayList<>();
        try (Progress progress = run.console().progress("captions", items.size())) {
            for (int from = 0; from < items.size(); from += AT_ONCE) {
                List<Item> some = items.subList(from, Math.min(from + AT_ONCE, items.size()));
                List<Picture> pictures = new ArrayList<>();
                int first = good.size();
                for (Item item : some) {
                    Picture picture = run.picture(item.sample);
                    if (picture != null) {
                        pictures.add(picture);
                        good.add(item);
                    }
                }
                if (!pictures.isEmpty()) {
                    blip2.caption(pictures, prompt, how.from(first)).stream()
                            .map(Reply::text)
                            .map(String::strip)
                            .forEach(captions::add);
                }
                progress.update(from + some.size());
            }
        }
        run.require(!good.isEmpty(), "a picture that can be read");
        write(good, captions);
        CaptionScores scores =
                CaptionScores.of(captions, good.stream().map(Item::references).toList());
        int exact = 0;
        for (int i = 0; i < captions.size(); i++) {
            exact += good.get(i).references.contains(captions.get(i)) ? 1 : 0;
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("images", captions.size());
        for (int n = 0; n < scores.bleu().length; n++) {
            row.put("bleu_" + (n + 1), scores.bleu()[n]);
        }
        row.put("rouge_l", scores.rougeL());
        row.put("cider", scores.cider());
        row.put("agg_metrics", scores.cider() + scores.bleu()[3]);
        row.put("exact", (double) exact / captions.size());
        return row;
    }

    /// The samples with captions, those of one picture together.
    private List<Item> items() {
        Map<String, Item> items = new LinkedHashMap<>();
        for (Sample sample : run.samples()) {
            if (!sample.texts().isEmpty()) {
                items.computeIfAbsent(sample.imageId(), _ -> new Item(sample, new ArrayList<>()))
                        .references
                        .addAll(sample.texts());
            }
        }
        return List.copyOf(items.values());
    }

    private void write(List<Item> items, List<String> captions) {
        List<Map<String, Object>> results = new ArrayList<>();
        List<Map<String, Object>> images = new ArrayList<>();
        List<Map<String, Object>> annotations = new ArrayList<>();
        for (int i = 0; i < captions.size(); i++) {
            Object id = EvalRun.id(items.get(i).sample.imageId());
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("image_id", id);
            result.put("caption", captions.get(i));
            results.add(result);
            images.add(Map.of("id", id));
            for (String reference : items.get(i).references) {
                Map<String, Object> annotation = new LinkedHashMap<>();
                annotation.put("id", annotations.size());
                annotation.put("image_id", id);
                annotation.put("caption", reference);
                annotations.add(annotation);
            }
        }
        run.write("captions_" + run.split() + "_blip2_results.json", results);
        Map<String, Object> references = new LinkedHashMap<>();
        references.put("images", images);
        references.put("annotations", annotations);
        run.write("references.json", references);
    }
}
