package io.blip2j.tools.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.blip2j.blip2.train.Recipe;
import io.blip2j.blip2.train.TrainingLoop;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Linear;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A loss that is not finite stops training before anything changes.
class NotFiniteTest {
    @Test
    void aNanLossChangesNothingAndNamesTheStep() {
        Backend backend = Backends.select();
        Linear layer = new Linear(1, 1, false);
        layer.weight().set(Tensor.of(backend, new float[] {2}, 1, 1));
        TrainingLoop loop = new TrainingLoop("stage1", Recipe.phase(1, 10, 1, 1e-3), layer.learning(), _ -> {});
        Tensor loss =
                layer.forward(Tensor.of(backend, new float[] {Float.NaN}, 1, 1)).sum();
        InputException stop = assertThrows(InputException.class, () -> loop.step(4, loss, Map.of()));
        assertEquals(InputException.Kind.NOT_FINITE, stop.kind());
        assertEquals("stage1 step 5", stop.what());
        assertArrayEquals(new float[] {2}, layer.weight().values().toFloats());
    }
}
