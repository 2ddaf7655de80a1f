package io.blip2j.tools.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.tools.world.Question.Kind;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LanguageTest {
    private static final SceneObject CIRCLE =
            new SceneObject(ObjectColor.RED, ObjectShape.CIRCLE, ObjectSize.SMALL, Position.TOP_LEFT);
    private static final SceneObject SQUARE =
            new SceneObject(ObjectColor.BLUE, ObjectShape.SQUARE, ObjectSize.LARGE, Position.RIGHT);

    @Test
    void captionsNameTheLeftOneOrTheUpperOneFirst() {
        assertEquals("a small red circle at the top left", Captions.of(new Scene(Scene.Kind.SINGLE, List.of(CIRCLE))));
        String beside = "a small red circle left of a large blue square";
        assertEquals(beside, Captions.of(Scene.pair(CIRCLE, SQUARE)));
        assertEquals(beside, Captions.of(Scene.pair(SQUARE, CIRCLE)));
        SceneObject below = new SceneObject(ObjectColor.CYAN, ObjectShape.RING, ObjectSize.LARGE, Position.BOTTOM_LEFT);
        assertEquals("a small red circle above a large cyan ring", Captions.of(Scene.pair(below, CIRCLE)));
        SceneObject twin = new SceneObject(ObjectColor.RED, ObjectShape.CIRCLE, ObjectSize.SMALL, Position.BOTTOM);
        assertEquals("two small red circles", Captions.of(new Scene(Scene.Kind.COUNT, List.of(CIRCLE, twin))));
    }

    /// Answers are worked out again from the scene by reading the question's words.
    @Test
    void everyAnswerIsTrue() {
        WorldSplit split = World.heldOut(2, 3_000);
        for (int i = 0; i < split.size(); i++) {
            Scene scene = split.scene(i);
            List<Question> questions = Questions.of(scene, new WorldRandom(2, "q", i));
            assertTrue(questions.size() >= 7 && questions.size() <= 8, () -> questions.toString());
            for (Question question : questions) {
                assertEquals(answer(scene, question), question.answer(), Captions.of(scene) + ": " + question.text());
            }
        }
    }

    @Test
    void existIsBalancedForEveryScene() {
        for (Sample sample : World.training(4, 500).all()) {
            List<String> answers = sample.questions().stream()
                    .filter(q -> q.kind() == Kind.EXIST)
                    .map(Question::answer)
                    .toList();
            assertEquals(List.of("yes", "no"), answers);
        }
    }

    @Test
    void trainingDrawsExistAndWhereMoreOften() {
        List<Question> questions = Questions.of(Scene.pair(CIRCLE, SQUARE), new WorldRandom(1, "q", 0));
        WorldRandom random = new WorldRandom(1, "draw", 0);
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        for (int i = 0; i < 20_000; i++) {
            counts.merge(Questions.draw(questions, random).kind(), 1, Integer::sum);
        }
        assertEquals(0.2 + 0.6 * 2 / 8, counts.get(Kind.EXIST) / 20_000.0, 0.015);
        assertEquals(0.2 + 0.6 / 8, counts.get(Kind.WHERE) / 20_000.0, 0.015);
    }

    @Test
    void theWordListIsExactlyWhatIsSaid() {
        Set<String> said = new TreeSet<>();
        Set<SceneObject> objects = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            addWords(said, OptDocument.draw(9, i).text(""));
            T5Document document = T5Document.draw(9, i);
            addWords(said, document.encoder() + " " + document.target());
            objects.add(SceneSampler.sample(new WorldRandom(9, "all", i), Combinations.ALL)
                    .first());
        }
        assertEquals(new TreeSet<>(WorldWords.all()), said);
        assertTrue(objects.stream().anyMatch(SceneObject::heldOut), "text is drawn over all combinations");
    }

    @Test
    void documentsKeepTheirShares() {
        int n = 10_000;
        int captions = 0;
        int hints = 0;
        int repeated = 0;
        for (int i = 0; i < n; i++) {
            repeated += OptDocument.draw(3, i).repeated() ? 1 : 0;
            String encoder = T5Document.draw(3, i).encoder();
            captions += encoder.endsWith("answer:") ? 0 : 1;
            hints += encoder.contains("answer: ") ? 1 : 0;
            assertEquals(T5Document.draw(3, i), T5Document.draw(3, i));
        }
        assertEquals(0.3, repeated / (double) n, 0.02);
        assertEquals(0.5, captions / (double) n, 0.02);
        assertEquals(0.25, hints / (double) n, 0.02);
    }

    @Test
    void prefixAndRestMakeTheCaption() {
        String caption = "a small red circle left of a large blue square";
        int empty = 0;
        for (int i = 0; i < 2_000; i++) {
            Prompts.SplitCaption split = Prompts.split(caption, new WorldRandom(1, "split", i));
            assertEquals(caption, (split.prefix() + " " + split.rest()).strip());
            assertTrue(split.prefix().split(" ", -1).length <= 5, split::prefix);
            empty += split.prefix().isEmpty() ? 1 : 0;
        }
        assertEquals(0.5, empty / 2_000.0, 0.04);
    }

    private static String answer(Scene scene, Question question) {
        List<String> words = List.of(question.text().split(" ", -1));
        List<SceneObject> meant = scene.objects().stream()
                .filter(o -> ObjectColor.ALL.stream().noneMatch(c -> words.contains(c.word()))
                        || words.contains(o.color().word()))
                .filter(o ->
                        ObjectShape.ALL.stream().noneMatch(s -> words.contains(s.word()) || words.contains(s.plural()))
                                || words.contains(o.shape().word())
                                || words.contains(o.shape().plural()))
                .toList();
        boolean several = scene.kind() == Scene.Kind.COUNT;
        SceneObject one = meant.isEmpty() ? scene.first() : meant.getFirst();
        return switch (question.kind()) {
            case COLOR -> one.color().word();
            case SHAPE -> several ? one.shape().plural() : one.shape().word();
            case SIZE -> one.size().word();
            case COUNT -> List.of("zero", "one", "two", "three", "four").get(meant.size());
            case EXIST -> meant.isEmpty() ? "no" : "yes";
            case WHERE -> scene.kind() == Scene.Kind.SINGLE ? one.position().words() : relation(scene, one);
        };
    }

    private static String relation(Scene scene, SceneObject one) {
        SceneObject other = scene.objects().get(1 - scene.objects().indexOf(one));
        int columns = one.position().column() - other.position().column();
        int rows = one.position().row() - other.position().row();
        String words = Math.abs(columns) > Math.abs(rows)
                ? columns < 0 ? "left of" : "right of"
                : rows < 0 ? "above" : "below";
        return words + " the " + other.name();
    }

    private static void addWords(Set<String> said, String text) {
        said.addAll(List.of(text.replace(":", " : ").strip().split("\\s+", -1)));
    }
}
