package io.blip2j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DropoutTest {
    private static final double P = 0.25;
    private final Backend backend = Backends.select();
    private final Tensor ones = Tensor.full(backend, DType.F32, Shape.of(8, 1000), 1);

    /// Two layers of one model, so that their paths differ.
    private static final class Two extends Module {
        private final Dropout first = child("first", new Dropout(P));
        private final Dropout second = child("second", new Dropout(P));
    }

    private final Two model = new Two();

    private float[] drop(Dropout layer, Pass pass) {
        return layer.forward(ones, pass).toFloats();
    }

    @Test
    void theSameNameDropsTheSame() {
        Pass pass = new Pass("itm", true, 7, 3, 0);
        assertArrayEquals(drop(model.first, pass), drop(model.first, pass));
        assertArrayEquals(drop(model.first, pass), drop(new Two().first, pass), "whenever it was made");
    }

    @Test
    void everyPartOfTheNameChangesWhatIsDropped() {
        Pass pass = new Pass("itm", true, 7, 3, 0);
        float[] dropped = drop(model.first, pass);
        assertFalse(Arrays.equals(dropped, drop(model.second, pass)), "layer");
        assertFalse(Arrays.equals(dropped, drop(model.first, new Pass("itg", true, 7, 3, 0))), "pass");
        assertFalse(Arrays.equals(dropped, drop(model.first, new Pass("itm", true, 8, 3, 0))), "seed");
        assertFalse(Arrays.equals(dropped, drop(model.first, new Pass("itm", true, 7, 4, 0))), "step");
    }

    /// Rows are named by their place in the whole batch, so a batch cut in two drops what it drops whole.
    @Test
    void aBatchMayBeCut() {
        float[] whole = drop(model.first, new Pass("itm", true, 7, 3, 40));
        Tensor tail = model.first.forward(ones.slice(0, 5, 8), new Pass("itm", true, 7, 3, 45));
        assertArrayEquals(Arrays.copyOfRange(whole, 5000, 8000), tail.toFloats());
    }

    @Test
    void aQuarterIsDroppedAndTheRestGrows() {
        float[] y = drop(model.first, new Pass("itm", true, 7, 3, 0));
        int kept = 0;
        for (float value : y) {
            kept += value == 0 ? 0 : 1;
            assertEquals(value == 0 ? 0 : 1 / (1 - P), value, 1e-6);
        }
        assertEquals((1 - P) * y.length, kept, 4 * Math.sqrt(P * (1 - P) * y.length));
    }

    @Test
    void evaluationDropsNothing() {
        assertSame(ones, model.first.forward(ones, Pass.EVALUATION));
        assertSame(ones, new Dropout(0).forward(ones, new Pass("itm", true, 7, 3, 0)));
    }

    @Test
    void theGradientPassesWhereTheValueDid() {
        Tensor x = ones.withGradient();
        Tensor y = model.first.forward(x, new Pass("itm", true, 7, 3, 0));
        assertArrayEquals(y.toFloats(), y.sum().backward().get(x).toFloats());
    }
}
