package io.blip2j.tools.eval;

import io.blip2j.blip2.Blip2;
import io.blip2j.blip2.Decoding;
import io.blip2j.blip2.Reply;
import io.blip2j.blip2.data.Sample;
import io.blip2j.blip2.evaluate.AnswerScores;
import io.blip2j.blip2.image.Picture;
import io.blip2j.tools.cli.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Answers to questions about pictures against what people answered.
///
/// Writes `vqa_OpenEnded_mscoco_SPLIT_blip2_results.json`, `[{question_id, answer}]`, or for GQA
/// `gqa_SPLIT_blip2_results.json`, `[{questionId, prediction}]`. A question with one right answer scores 1 for that
/// answer and 0 otherwise; one without counts for the file alone.
///
/// @param gqa whether the task is GQA
record AnswerEval(EvalRun run, Blip2 blip2, Decoding how, boolean gqa) {
    private static final int AT_ONCE = 8;

    Map<String, Object> scores() {
        List<Sample> asked = run.samples().stream()
                .filter(sample -> sample.question() != null)
                .toList();
        run.require(!asked.isEmpty(), "questions");
        List<Map<String, Object>> results = new ArrayList<>();
        double sum = 0;
        int scored = 0;
        String before = null;
        Picture picture = null;
        try (Progress progress = run.console().progress("answers", asked.size())) {
            for (int from = 0; from < asked.size(); from += AT_ONCE) {
                List<Sample> some = new ArrayList<>();
                List<Picture> pictures = new ArrayList<>();
                List<String> questions = new ArrayList<>();
                int first = results.size();
                for (Sample sample : asked.subList(from, Math.min(from + AT_ONCE, asked.size()))) {
                    // Questions about one picture stand together in most files: read it once.
                    if (picture == null || !sample.picture().name().equals(before)) {
                        picture = run.picture(sample);
                        before = sample.picture().name();
                    }
                    if (picture != null) {
                        some.add(sample);
                        pictures.add(picture);
                        questions.add(sample.question());
                    }
                }
                List<Reply> replies =
                        pictures.isEmpty() ? List.of() : blip2.answer(pictures, questions, how.from(first));
                for (int i = 0; i < replies.size(); i++) {
                    String answer = replies.get(i).text().strip();
                    Sample sample = some.get(i);
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put(gqa ? "questionId" : "question_id", EvalRun.id(sample.questionId()));
                    row.put(gqa ? "prediction" : "answer", answer);
                    results.add(row);
                    if (!sample.answers().isEmpty()) {
                        scored++;
                        sum += score(answer, sample.answers());
                    }
                }
                progress.update(from + some.size());
            }
        }
        String name = gqa ? "gqa_" : "vqa_OpenEnded_mscoco_";
        run.write(name + run.split() + "_blip2_results.json", results);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("questions", results.size());
        row.put("scored", scored);
        if (scored > 0) {
            row.put("accuracy", 100 * sum / scored);
        }
        return row;
    }

    private double score(String answer, List<String> given) {
        boolean one = given.size() == 1;
        return gqa || one ? AnswerScores.gqa(answer, given.getFirst()) : AnswerScores.vqa(answer, given);
    }
}
