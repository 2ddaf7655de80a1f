package io.blip2j.tools.world;

import io.blip2j.tools.world.Question.Kind;
import java.util.ArrayList;
import java.util.List;

/// All questions of a scene, 7 or 8, each with one exact answer.
///
/// | kind | question | answer |
/// |---|---|---|
/// | color | "what color is the circle ?" (if its shape is the only one), "what color are the stars ?" | red |
/// | shape | "what shape is the red object ?" (if its colour is the only one), "what shape are the red objects ?" |
/// circle |
/// | size | "what size is the red circle ?", "what size are the red stars ?" | small |
/// | count | "how many objects are there ?", "how many stars are there ?" | one … four |
/// | where | "where is the circle ?" of a single, "where is the red circle ?" of a pair | "top left", "left of the blue
/// square" |
/// | exist | "is there a red square ?": once yes, once no | yes, no |
///
/// A "no" changes only the colour or only the shape of an object that is there; for pairs, two times in five, it
/// joins one object's colour with the other's shape.
public final class Questions {
    private static final double SWAP = 0.4;
    private static final double EXIST = 0.2;
    private static final double WHERE = 0.2;

    private Questions() {}

    /// The questions, in the order of the table.
    ///
    /// @param scene what is asked about
    /// @param random chooses which object of a pair a question is about, and the object that is not there
    public static List<Question> of(Scene scene, WorldRandom random) {
        List<Question> questions = new ArrayList<>(8);
        boolean several = scene.kind() == Scene.Kind.COUNT;
        SceneObject first = scene.first();
        SceneObject last = scene.objects().getLast();
        if (several) {
            String plural = first.shape().plural();
            String color = first.color().word();
            add(questions, Kind.COLOR, "what color are the " + plural + " ?", color);
            add(questions, Kind.SHAPE, "what shape are the " + color + " objects ?", plural);
            add(
                    questions,
                    Kind.SIZE,
                    "what size are the " + color + " " + plural + " ?",
                    first.size().word());
        } else {
            boolean alone = scene.kind() == Scene.Kind.SINGLE;
            SceneObject o = random.pick(scene.objects());
            if (alone || first.shape() != last.shape()) {
                add(
                        questions,
                        Kind.COLOR,
                        "what color is the " + o.shape().word() + " ?",
                        o.color().word());
            }
            o = random.pick(scene.objects());
            if (alone || first.color() != last.color()) {
                add(
                        questions,
                        Kind.SHAPE,
                        "what shape is the " + o.color().word() + " object ?",
                        o.shape().word());
            }
            o = random.pick(scene.objects());
            add(
                    questions,
                    Kind.SIZE,
                    "what size is the " + o.name() + " ?",
                    o.size().word());
        }
        addCounts(questions, scene, random);
        switch (scene.kind()) {
            case SINGLE ->
                add(
                        questions,
                        Kind.WHERE,
                        "where is the " + first.shape().word() + " ?",
                        first.position().words());
            case PAIR -> addRelation(questions, scene, random.pick(scene.objects()));
            case COUNT -> {}
        }
        SceneObject there = random.pick(scene.objects());
        add(questions, Kind.EXIST, exist(there.color(), there.shape()), "yes");
        add(questions, Kind.EXIST, absent(scene, random), "no");
        return List.copyOf(questions);
    }

    /// One of a scene's questions for training: .2 exist, .2 where (if there is one), else any.
    public static Question draw(List<Question> questions, WorldRandom random) {
        double u = random.nextDouble();
        Kind wanted = u < EXIST ? Kind.EXIST : Kind.WHERE;
        List<Question> ofKind =
                questions.stream().filter(q -> q.kind() == wanted).toList();
        return u >= EXIST + WHERE || ofKind.isEmpty() ? random.pick(questions) : random.pick(ofKind);
    }

    private static void addCounts(List<Question> questions, Scene scene, WorldRandom random) {
        add(
                questions,
                Kind.COUNT,
                "how many objects are there ?",
                number(scene.objects().size()));
        ObjectShape shape = random.pick(scene.objects()).shape();
        long count = scene.objects().stream().filter(o -> o.shape() == shape).count();
        add(questions, Kind.COUNT, "how many " + shape.plural() + " are there ?", number((int) count));
    }

    private static void addRelation(List<Question> questions, Scene scene, SceneObject subject) {
        boolean isFirst = subject.equals(scene.first());
        Relation relation = isFirst ? scene.relation() : scene.relation().inverse();
        String answer = relation.words() + " the " + scene.other(subject).name();
        add(questions, Kind.WHERE, "where is the " + subject.name() + " ?", answer);
    }

    private static String absent(Scene scene, WorldRandom random) {
        SceneObject near = random.pick(scene.objects());
        SceneObject other = scene.other(near);
        boolean unlike = near.color() != other.color() && near.shape() != other.shape();
        if (unlike && random.chance(SWAP)) {
            return exist(near.color(), other.shape());
        }
        boolean changeColor = random.chance(0.5);
        while (true) {
            ObjectColor color = changeColor ? random.pick(ObjectColor.ALL) : near.color();
            ObjectShape shape = changeColor ? near.shape() : random.pick(ObjectShape.ALL);
            if (!scene.has(color, shape)) {
                return exist(color, shape);
            }
        }
    }

    private static String exist(ObjectColor color, ObjectShape shape) {
        return "is there " + color.article() + " " + color.word() + " " + shape.word() + " ?";
    }

    private static String number(int count) {
        return Captions.NUMBERS.get(count - 1);
    }

    private static void add(List<Question> questions, Kind kind, String text, String answer) {
        questions.add(new Question(kind, text, answer));
    }
}
