package io.blip2j.tools.quickstart;

import io.blip2j.blip2.model.Blip2ForConditionalGeneration;
import io.blip2j.blip2.stage1.Stage1Model;
import io.blip2j.blip2.train.ImageTokens;
import io.blip2j.tools.cli.Console;
import io.blip2j.tools.cli.Progress;
import io.blip2j.tools.miniature.WorldPixels;
import io.blip2j.tools.miniature.WorldTexts;
import io.blip2j.tools.report.AnsweredQuestion;
import io.blip2j.tools.report.HeldOutItem;
import io.blip2j.tools.report.ImageSearch;
import io.blip2j.tools.report.RankedText;
import io.blip2j.tools.world.Question;
import io.blip2j.tools.world.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/// Held-out pictures with everything that the trained miniature says about them.
///
/// @param items one a picture
/// @param searches one a distinct caption
record HeldOutReport(List<HeldOutItem> items, List<ImageSearch> searches) {
    private static final int RERANKED = 16;
    private static final int SHOWN = 5;

    static HeldOutReport of(
            Stage1Model stage1,
            Blip2ForConditionalGeneration model,
            WorldTexts texts,
            WorldPixels pictures,
            ImageTokens tokens,
            Console console) {
        HeldOut heldOut = new HeldOut(texts, tokens);
        List<String> captions;
        try (Progress progress = console.progress("captions", pictures.size())) {
            captions = heldOut.captions(model, progress::update);
        }
        List<String> answers = answers(heldOut, model, pictures, console);
        List<String> distinct = distinct(pictures);
        HeldOut.Retrieval retrieval;
        try (Progress progress = console.progress("retrieval", pictures.size())) {
            retrieval = heldOut.retrieval(stage1, distinct, RERANKED, progress::update);
        }
        List<HeldOutItem> items = new ArrayList<>();
        int question = 0;
        for (int i = 0; i < pictures.size(); i++) {
            Sample sample = pictures.sample(i);
            List<AnsweredQuestion> answered = new ArrayList<>();
            for (Question each : sample.questions()) {
                answered.add(
                        new AnsweredQuestion(each.kind().word(), each.text(), each.answer(), answers.get(question++)));
            }
            int own = distinct.indexOf(sample.caption());
            List<RankedText> found = ranked(retrieval, i, distinct);
            double match = retrieval.itm()[i][own];
            items.add(new HeldOutItem(
                    i,
                    sample.scene().kind().name().toLowerCase(Locale.ROOT),
                    HeldOutItem.base64(sample.picture().png()),
                    sample.caption(),
                    captions.get(i),
                    answered,
                    Double.isNaN(match) ? 0 : match,
                    retrieval.itc()[i][own],
                    found));
        }
        return new HeldOutReport(items, searches(retrieval, distinct, pictures));
    }

    private static List<String> answers(
            HeldOut heldOut, Blip2ForConditionalGeneration model, WorldPixels pictures, Console console) {
        List<Integer> images = new ArrayList<>();
        List<String> questions = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            for (Question question : pictures.sample(i).questions()) {
                images.add(i);
                questions.add(question.text());
            }
        }
        int[] about = images.stream().mapToInt(Integer::intValue).toArray();
        try (Progress progress = console.progress("answers", about.length)) {
            return heldOut.answers(model, about, questions, progress::update);
        }
    }

    private static List<String> distinct(WorldPixels pictures) {
        LinkedHashSet<String> captions = new LinkedHashSet<>();
        for (int i = 0; i < pictures.size(); i++) {
            captions.add(pictures.sample(i).caption());
        }
        return List.copyOf(captions);
    }

    private static List<RankedText> ranked(HeldOut.Retrieval retrieval, int image, List<String> distinct) {
        double[] scores = new double[distinct.size()];
        Arrays.setAll(scores, t -> retrieval.score(image, t));
        List<RankedText> best = new ArrayList<>();
        for (int t : HeldOut.best(scores, SHOWN)) {
            best.add(new RankedText(
                    distinct.get(t),
                    Double.isNaN(retrieval.itm()[image][t]) ? 0 : retrieval.itm()[image][t],
                    retrieval.itc()[image][t]));
        }
        return best;
    }

    private static List<ImageSearch> searches(
            HeldOut.Retrieval retrieval, List<String> distinct, WorldPixels pictures) {
        List<ImageSearch> all = new ArrayList<>();
        for (int t = 0; t < distinct.size(); t++) {
            int text = t;
            double[] scores = new double[pictures.size()];
            Arrays.setAll(scores, i -> retrieval.score(i, text));
            List<Integer> wanted = new ArrayList<>();
            for (int i = 0; i < pictures.size(); i++) {
                if (pictures.sample(i).caption().equals(distinct.get(t))) {
                    wanted.add(i);
                }
            }
            List<Integer> found =
                    Arrays.stream(HeldOut.best(scores, SHOWN)).boxed().toList();
            all.add(new ImageSearch(distinct.get(t), wanted, found));
        }
        return all;
    }
}
