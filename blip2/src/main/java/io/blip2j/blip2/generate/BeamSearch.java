package io.blip2j.blip2.generate;

import io.blip2j.blip2.generate.processor.Prefix;
import io.blip2j.blip2.language.DecodingSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Beam search: follows the `numBeams` best hypotheses of each prompt; every beam is a row of the batch.
///
/// A step looks at the best `max(2, 1 + end ids) · numBeams` continuations of a prompt's beams together, so that
/// enough of them do not end. When sampling, they are drawn without replacement instead: the best after adding
/// Gumbel noise. Prompts whose search is over leave the batch.
///
/// **Source:** transformers `GenerationMixin._beam_search`; Kool et al., arXiv 1903.06059, for the drawing.
final class BeamSearch {
    private final GenerationConfig config;
    private final Processors processors;
    private final int newTokens;
    private final Chance chance;

    BeamSearch(GenerationConfig config, Processors processors, int newTokens, Chance chance) {
        this.config = config;
        this.processors = processors;
        this.newTokens = newTokens;
        this.chance = chance;
    }

    List<List<Answer>> run(DecodingSession prompted, Prompts prompts, TokenListener listener) {
        int beams = config.numBeams();
        Beams[] searches = new Beams[prompts.count()];
        Prefix[] prefixes = Generator.prefixes(prompts, newTokens);
        Arrays.setAll(searches, i -> new Beams(config, prefixes[i], newTokens));
        int[] running = new int[searches.length]; // prompts in the batch
        int[] rows = new int[searches.length * beams];
        Arrays.setAll(running, i -> i);
        Arrays.setAll(rows, i -> i / beams);
        DecodingSession session = prompted.select(rows);
        while (true) {
            float[] logProbabilities = Generator.logProbabilities(session);
            int vocab = logProbabilities.length / session.rows();
            int[] next = new int[running.length * beams];
            long[] ids = new long[next.length];
            int[] going = new int[running.length];
            int count = 0;
            for (int place = 0; place < running.length; place++) {
                Beams search = searches[running[place]];
                int[] from = search.take(best(search, running[place], logProbabilities, place, vocab));
                if (search.done()) {
                    continue;
                }
                for (int beam = 0; beam < beams; beam++) {
                    next[count * beams + beam] = place * beams + from[beam];
                    ids[count * beams + beam] = last(search, beam);
                }
                going[count++] = running[place];
            }
            if (count == 0) {
                return answers(searches, listener);
            }
            running = Arrays.copyOf(going, count);
            session = selected(session, Arrays.copyOf(next, count * beams));
            session.advance(Arrays.copyOf(ids, count * beams));
        }
    }

    private static long last(Beams search, int beam) {
        return search.running(beam).ids()[search.running(beam).length() - 1];
    }

    private static DecodingSession selected(DecodingSession session, int[] rows) {
        boolean same = rows.length == session.rows();
        for (int i = 0; same && i < rows.length; i++) {
            same = rows[i] == i;
        }
        if (same) {
            return session;
        }
        return rows.length == session.rows() ? session.reorder(rows) : session.select(rows);
    }

    /// The best continuations of one prompt's beams, in falling order; among equals the first comes first.
    private List<Beams.Candidate> best(Beams search, int prompt, float[] logProbabilities, int place, int vocab) {
        int beams = config.numBeams();
        int keep = Math.max(2, 1 + config.eosTokenIds().length) * beams;
        double[] order = new double[keep]; // what ranks them, falling
        Beams.Candidate[] best = new Beams.Candidate[keep];
        int count = 0;
        for (int beam = 0; beam < beams; beam++) {
            float[] scores = processors.row(logProbabilities, place * beams + beam, vocab, search.running(beam));
            double[] noise = config.doSample() ? gumbel(search, prompt, beam, vocab) : null;
            for (int id = 0; id < vocab; id++) {
                float score = scores[id] + search.score(beam);
                double rank = noise == null ? score : score + noise[id];
                if (count == keep && rank <= order[keep - 1]) {
                    continue;
                }
                int at = count < keep ? count++ : keep - 1;
                while (at > 0 && order[at - 1] < rank) {
                    order[at] = order[at - 1];
                    best[at] = best[--at];
                }
                order[at] = rank;
                best[at] = new Beams.Candidate(beam, id, score);
            }
        }
        return Arrays.asList(best).subList(0, count);
    }

    private double[] gumbel(Beams search, int prompt, int beam, int vocab) {
        double[] numbers = chance.numbers(prompt, beam, search.running(beam).newLength(), vocab);
        for (int i = 0; i < vocab; i++) {
            numbers[i] = -Math.log(-Math.log(numbers[i]));
        }
        return numbers;
    }

    private static List<List<Answer>> answers(Beams[] searches, TokenListener listener) {
        List<List<Answer>> all = new ArrayList<>();
        for (int prompt = 0; prompt < searches.length; prompt++) {
            List<Answer> answers = searches[prompt].answers();
            for (int answer = 0; answer < answers.size(); answer++) {
                for (long id : answers.get(answer).ids()) {
                    listener.token(prompt, answer, id);
                }
            }
            all.add(answers);
        }
        return all;
    }
}
