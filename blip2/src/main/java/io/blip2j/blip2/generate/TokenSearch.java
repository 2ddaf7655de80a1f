package io.blip2j.blip2.generate;

import io.blip2j.blip2.generate.processor.Prefix;
import io.blip2j.blip2.generate.processor.Ranking;
import io.blip2j.blip2.language.DecodingSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One id after the other: the one with the best score, or one drawn by `softmax(scores)`. Rows that have ended
/// leave the batch.
final class TokenSearch {
    private final GenerationConfig config;
    private final Processors processors;
    private final int newTokens;
    private final Chance chance;

    /// A row in progress.
    private static final class Row {
        final int prompt;
        final int answer;
        Prefix ids;
        double score;

        Row(int prompt, int answer, Prefix ids) {
            this.prompt = prompt;
            this.answer = answer;
            this.ids = ids;
        }
    }

    TokenSearch(GenerationConfig config, Processors processors, int newTokens, Chance chance) {
        this.config = config;
        this.processors = processors;
        this.newTokens = newTokens;
        this.chance = chance;
    }

    List<List<Answer>> run(DecodingSession prompted, Prompts prompts, TokenListener listener) {
        int each = config.numReturnSequences();
        List<Row> rows = new ArrayList<>();
        int[] start = new int[prompts.count() * each];
        Prefix[] prefixes = Generator.prefixes(prompts, newTokens);
        for (int i = 0; i < start.length; i++) {
            start[i] = i / each;
            rows.add(new Row(i / each, i % each, prefixes[i / each]));
        }
        List<Row> running = new ArrayList<>(rows);
        DecodingSession session = each == 1 ? prompted : prompted.select(start);
        while (true) {
            List<Row> going = new ArrayList<>();
            int[] kept = new int[running.size()];
            choose(session, running);
            for (int i = 0; i < running.size(); i++) {
                Row row = running.get(i);
                long id = row.ids.ids()[row.ids.length() - 1];
                listener.token(row.prompt, row.answer, id);
                if (!config.ends(id) && row.ids.newLength() < newTokens) {
                    kept[going.size()] = i;
                    going.add(row);
                }
            }
            if (going.isEmpty()) {
                return answers(rows, prompts.count());
            }
            if (going.size() < running.size()) {
                session = session.select(Arrays.copyOf(kept, going.size()));
            }
            running = going;
            session.advance(running.stream()
                    .mapToLong(row -> row.ids.ids()[row.ids.length() - 1])
                    .toArray());
        }
    }

    /// Puts the next id behind each row.
    private void choose(DecodingSession session, List<Row> rows) {
        float[] logits = session.logits().toFloats();
        float[] logProbabilities = Generator.logProbabilities(session);
        int vocab = logits.length / rows.size();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            float[] scores = processors.row(logits, i, vocab, row.ids);
            int id = config.doSample() ? draw(scores, row) : best(scores);
            row.score += logProbabilities[i * vocab + id];
            row.ids = row.ids.plus(id);
        }
    }

    private static int best(float[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
            }
        }
        return best;
    }

    private int draw(float[] scores, Row row) {
        double[] p = Ranking.probabilities(scores);
        double left = chance.numbers(row.prompt, row.answer, row.ids.newLength(), 1)[0];
        int last = 0;
        for (int i = 0; i < p.length; i++) {
            if (p[i] > 0) {
                last = i;
                left -= p[i];
                if (left < 0) {
                    break;
                }
            }
        }
        return last;
    }

    private static List<List<Answer>> answers(List<Row> rows, int prompts) {
        List<List<Answer>> answers = new ArrayList<>();
        for (int prompt = 0; prompt < prompts; prompt++) {
            answers.add(new ArrayList<>());
        }
        for (Row row : rows) {
            answers.get(row.prompt).add(new Answer(row.ids.newIds(), row.score));
        }
        return answers;
    }
}
