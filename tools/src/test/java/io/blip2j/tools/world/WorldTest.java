package io.blip2j.tools.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorldTest {
    private static final long SEED = 11;

    @Test
    void twelveOfEightyFourCombinationsAreHeldOut() {
        long heldOut = 0;
        for (ObjectColor color : ObjectColor.ALL) {
            for (ObjectShape shape : ObjectShape.ALL) {
                for (ObjectSize size : ObjectSize.ALL) {
                    heldOut += new SceneObject(color, shape, size, Position.TOP).heldOut() ? 1 : 0;
                }
            }
        }
        assertEquals(12, heldOut);
    }

    @Test
    void trainingShowsNoHeldOutCombinationAndHeldOutAlwaysOne() {
        for (Scene scene : scenes(World.training(SEED, 20_000))) {
            assertFalse(scene.heldOut(), () -> "in training: " + Captions.of(scene));
        }
        for (Scene scene : scenes(World.validation(SEED, 300))) {
            assertFalse(scene.heldOut(), () -> "in validation: " + Captions.of(scene));
        }
        for (Scene scene : scenes(World.heldOut(SEED, 600))) {
            assertTrue(scene.heldOut(), () -> "in held-out: " + Captions.of(scene));
        }
    }

    @Test
    void noHeldOutCaptionIsATrainingCaption() {
        Set<String> training = captions(World.training(SEED, 20_000));
        Set<String> heldOut = captions(World.heldOut(SEED, 600));
        assertTrue(heldOut.size() > 380, "distinct held-out captions: " + heldOut.size());
        heldOut.retainAll(training);
        assertEquals(Set.of(), heldOut);
    }

    @Test
    void kindsComeInTheirShares() {
        assertShares(World.training(SEED, 20_000), 0.374, 0.377, 0.249);
        assertShares(World.heldOut(SEED, 20_000), 0.26, 0.567, 0.173);
    }

    @Test
    void aSampleDependsOnSeedSetAndIndexAlone() {
        WorldSplit split = World.training(SEED, 100);
        List<Sample> inOrder = split.all();
        List<Sample> anyOrder =
                IntStream.range(0, 100).parallel().mapToObj(split::sample).toList();
        assertEquals(inOrder, anyOrder);
        assertEquals(inOrder.get(7), World.training(SEED, 8).sample(7));
        assertNotEquals(inOrder.get(7), World.training(SEED + 1, 8).sample(7));
        assertNotEquals(inOrder.get(7), World.validation(SEED, 8).sample(7));
    }

    @Test
    void labelsTellWhatLiesInEachCell() {
        SceneObject ring = new SceneObject(ObjectColor.BLUE, ObjectShape.RING, ObjectSize.LARGE, Position.RIGHT);
        PatchLabels labels = PatchLabels.of(new Scene(Scene.Kind.SINGLE, List.of(ring)));
        for (int cell = 0; cell < PatchLabels.CELLS; cell++) {
            boolean there = cell == 5;
            assertEquals(there ? 5 : 7, labels.color(cell));
            assertEquals(there ? 5 : 6, labels.shape(cell));
            assertEquals(there ? 1 : 2, labels.size(cell));
        }
        assertEquals(0, labels.count());
        assertEquals(1, PatchLabels.row(5));
        assertEquals(2, PatchLabels.column(5));
    }

    private static void assertShares(WorldSplit split, double... shares) {
        int[] counts = new int[shares.length];
        scenes(split).forEach(scene -> counts[scene.kind().ordinal()]++);
        for (int k = 0; k < shares.length; k++) {
            assertEquals(shares[k], counts[k] / (double) split.size(), 0.015, Scene.Kind.values()[k].name());
        }
    }

    private static Set<String> captions(WorldSplit split) {
        Set<String> captions = new HashSet<>();
        scenes(split).forEach(scene -> captions.add(Captions.of(scene)));
        return captions;
    }

    private static List<Scene> scenes(WorldSplit split) {
        return IntStream.range(0, split.size()).mapToObj(split::scene).toList();
    }
}
