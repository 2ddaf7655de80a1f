package io.blip2j.tools.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Draws scenes: a kind (.3 single, .5 pair, .2 count), its objects uniformly, and the whole again until it is
/// allowed.
///
/// Not allowed are pairs on a diagonal (no clear relation), pairs of equal colour and shape (no clear name), and what
/// the set's [Combinations] exclude. Rejection shifts the shares: about .37 / .38 / .25 in training, .26 / .57 / .17
/// in held-out sets.
public final class SceneSampler {
    private SceneSampler() {}

    /// One scene.
    ///
    /// @param random where the numbers come from
    /// @param combinations what the set may hold
    public static Scene sample(WorldRandom random, Combinations combinations) {
        while (true) {
            Optional<Scene> scene = draw(random).filter(combinations::allow);
            if (scene.isPresent()) {
                return scene.get();
            }
        }
    }

    private static Optional<Scene> draw(WorldRandom random) {
        double u = random.nextDouble();
        if (u < 0.3) {
            return Optional.of(new Scene(Scene.Kind.SINGLE, List.of(object(random, random.pick(Position.ALL)))));
        }
        List<Position> cells = new ArrayList<>(Position.ALL);
        random.shuffle(cells);
        return u < 0.8 ? pair(random, cells) : Optional.of(several(random, cells));
    }

    private static Optional<Scene> pair(WorldRandom random, List<Position> cells) {
        SceneObject a = object(random, cells.get(0));
        SceneObject b = object(random, cells.get(1));
        int columns = Math.abs(a.position().column() - b.position().column());
        int rows = Math.abs(a.position().row() - b.position().row());
        return columns == rows || a.is(b.color(), b.shape()) ? Optional.empty() : Optional.of(Scene.pair(a, b));
    }

    private static Scene several(WorldRandom random, List<Position> cells) {
        int count = 2 + random.nextInt(3);
        SceneObject model = object(random, cells.get(0));
        List<SceneObject> objects = new ArrayList<>();
        for (Position cell : cells.subList(0, count)) {
            objects.add(new SceneObject(model.color(), model.shape(), model.size(), cell));
        }
        return new Scene(Scene.Kind.COUNT, objects);
    }

    private static SceneObject object(WorldRandom random, Position position) {
        return new SceneObject(
                random.pick(ObjectColor.ALL), random.pick(ObjectShape.ALL), random.pick(ObjectSize.ALL), position);
    }
}
