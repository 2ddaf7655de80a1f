package io.blip2j.blip2.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MixtureTest {
    private static DataSet set(String name, int count) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            samples.add(Sample.captions(name + i, new PictureBytes.InFile(Path.of(name)), "", List.of("a")));
        }
        return new DataSet(name, DataFormat.LIST, samples, List.of());
    }

    @Test
    void joinedSetsAreShuffledAnewEachEpoch() {
        Mixture mixture = new Mixture(List.of(set("a", 30), set("b", 12)), new double[0], 1);
        List<Integer> firstEpoch = new ArrayList<>();
        List<Integer> secondEpoch = new ArrayList<>();
        for (int place = 0; place < 84; place++) {
            assertEquals(place / 42, mixture.at(place).epoch());
            (place < 42 ? firstEpoch : secondEpoch).add(mixture.at(place).sample());
        }
        assertEquals(42, new HashSet<>(firstEpoch).size());
        assertEquals(new HashSet<>(firstEpoch), new HashSet<>(secondEpoch));
        assertTrue(!firstEpoch.equals(secondEpoch));
        assertEquals("b0", mixture.sample(30).key());
    }

    @Test
    void ratiosHoldInEveryThousandAndEachSetIsGoneThroughWhole() {
        Mixture mixture = new Mixture(List.of(set("a", 700), set("b", 300)), new double[] {2, 1}, 1);
        int[] of = new int[2];
        Set<Integer> seen = new HashSet<>();
        for (int place = 1000; place < 2000; place++) {
            of[mixture.sample(mixture.at(place).sample()).key().startsWith("a") ? 0 : 1]++;
        }
        assertEquals(667, of[0]);
        for (int place = 0; place < 2000; place++) {
            Mixture.Place at = mixture.at(place);
            if (at.epoch() == 0) {
                assertTrue(seen.add(at.sample()), "a sample comes once an epoch");
            }
        }
        assertEquals(1000, seen.size());
    }

    @Test
    void unusableRatiosAreRefused() {
        for (double[] ratios : List.of(new double[] {1}, new double[] {1, 0}, new double[] {1, Double.NaN})) {
            assertThrows(InputException.class, () -> new Mixture(List.of(set("a", 3), set("b", 3)), ratios, 1));
        }
        assertThrows(InputException.class, () -> new Mixture(List.of(), new double[0], 1));
    }
}
