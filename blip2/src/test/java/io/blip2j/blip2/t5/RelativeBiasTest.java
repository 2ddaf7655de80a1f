package io.blip2j.blip2.t5;

import io.blip2j.blip2.testing.GoldenModels;
import io.blip2j.blip2.testing.GoldenModels.Run;
import io.blip2j.core.testing.GoldenCase;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RelativeBiasTest {
    static List<Run> buckets() {
        return GoldenModels.runs(Set.of("t5"), Set.of("buckets"), "config.json");
    }

    @ParameterizedTest
    @MethodSource("buckets")
    void everyDistanceHasItsBucket(Run run) {
        GoldenCase golden = run.golden();
        int first = golden.get("first_position").integer();
        int[] expected = golden.get("buckets").integers();
        for (int i = 0; i < expected.length; i++) {
            int got = RelativeBias.bucket(
                    first + i,
                    golden.get("bidirectional").isTrue(),
                    golden.get("num_buckets").integer(),
                    golden.get("max_distance").integer());
            Assertions.assertEquals(expected[i], got, "distance " + (first + i));
        }
    }
}
