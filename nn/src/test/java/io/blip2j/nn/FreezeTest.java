package io.blip2j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.memory.Step;
import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.ShapeException;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.state.StateDict;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A frozen matrix is packed, a thawed one has the very values from before, and `forward` sees no difference.
class FreezeTest {
    static List<Backend> backends() {
        return Backends.available();
    }

    private static Tensor numbers(Backend backend, String name, int... dims) {
        float[] values = new float[io.blip2j.core.shape.Shape.of(dims).size()];
        Philox.normal(RandomKey.of(3, name), values);
        return Tensor.of(backend, values, dims);
    }

    /// Sizes that no panel divides.
    private static Linear linear(Backend backend, DType type) {
        Linear linear = new Linear(37, 45, true);
        linear.weight().set(numbers(backend, "weight", 45, 37).cast(type));
        linear.bias().set(numbers(backend, "bias", 45).cast(type));
        return linear;
    }

    @ParameterizedTest
    @MethodSource("backends")
    void unfreezingGivesTheVeryValuesBack(Backend backend) {
        for (DType type : new DType[] {DType.F32, DType.BF16, DType.F16}) {
            Linear linear = linear(backend, type);
            float[] values = numbers(backend, "weight", 45, 37).cast(type).toFloats();
            String hash = StateDict.hash(linear);
            linear.freeze();
            assertEquals(type.name(), linear.weight().packed().format().name(), "in the type of its values");
            assertNull(linear.bias().packed(), "vectors stay plain");
            assertTrue(linear.learning().isEmpty());
            assertThrows(IllegalStateException.class, () -> linear.weight().tensor());
            assertArrayEquals(values, linear.weight().values().toFloats(), type.name());
            assertEquals(hash, StateDict.hash(linear), "hashes are over the unpacked order");
            linear.freeze(); // once more changes nothing
            linear.unfreeze();
            assertArrayEquals(values, linear.weight().tensor().toFloats(), type.name());
            assertEquals(2, linear.learning().size());
            assertEquals(hash, StateDict.hash(linear));
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void forwardSeesNoDifference(Backend backend) {
        Linear linear = linear(backend, DType.BF16);
        Tensor x = numbers(backend, "x", 3, 37).withGradient();
        float[] learning = linear.forward(x).toFloats();
        float[] gradient = linear.forward(x).sum().backward().get(x).toFloats();
        linear.freeze(MatrixFormat.BF16); // the values were rounded before: exact
        assertArrayEquals(learning, linear.forward(x).toFloats(), "the same sums in the same order");
        assertArrayEquals(gradient, linear.forward(x).sum().backward().get(x).toFloats());
        assertNull(linear.forward(x.detach()).node(), "nothing is remembered");
    }

    @ParameterizedTest
    @MethodSource("backends")
    void anEmbeddingLooksUpInThePackedTable(Backend backend) {
        Embedding table = new Embedding(45, 37, -1);
        table.weight().set(numbers(backend, "weight", 45, 37));
        Tensor ids = Tensor.of(backend, new long[] {44, 0, 7, 31, 32}, 5);
        float[] rows = table.forward(ids).toFloats();
        table.freeze();
        assertArrayEquals(rows, table.forward(ids).toFloats());
    }

    @ParameterizedTest
    @MethodSource("backends")
    void integersAreForProducts(Backend backend) {
        Embedding table = new Embedding(45, 38, -1);
        table.weight().set(numbers(backend, "weight", 45, 38));
        table.freeze(MatrixFormat.INT4);
        assertSame(MatrixFormat.F32, table.weight().packed().format(), "rows are looked up as they were");
        Embedding head = new Embedding(45, 38, -1);
        head.weight().use(Parameter.Use.TABLE_AND_HEAD);
        head.weight().set(numbers(backend, "weight", 45, 38));
        head.freeze(MatrixFormat.INT4);
        assertSame(MatrixFormat.INT8, head.weight().packed().format());
        Linear linear = linear(backend, DType.F32);
        linear.freeze(MatrixFormat.INT8);
        float[] rounded = linear.weight().values().toFloats();
        Tensor x = numbers(backend, "x", 3, 37).withGradient();
        float[] y = linear.forward(x).toFloats();
        float[] gradient = linear.forward(x).sum().backward().get(x).toFloats();
        linear.freeze(MatrixFormat.F32); // packed anew, from what the integers stand for
        assertArrayEquals(rounded, linear.weight().values().toFloats());
        assertArrayEquals(y, linear.forward(x).toFloats(), 1e-4f);
        assertArrayEquals(gradient, linear.forward(x).sum().backward().get(x).toFloats(), 1e-4f);
    }

    /// A head tied to the table of words.
    private static final class Tied extends Module {
        private final Embedding words = child("words", new Embedding(45, 37, -1));

        Tensor forward(Tensor ids) {
            return Linear.apply(words.forward(ids), words.weight(), null);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void tiedWeightsAreOneParameterWithBothGradients(Backend backend) {
        Tied model = new Tied();
        model.words.weight().set(numbers(backend, "weight", 45, 37));
        assertEquals(1, model.parameters().size());
        Tensor ids = Tensor.of(backend, new long[] {1, 2}, 2);
        Tensor weight = model.words.weight().tensor();
        float[] both = model.forward(ids).sum().backward().get(weight).toFloats();
        Tensor table = weight.detach().withGradient();
        Tensor head = weight.detach().withGradient();
        var apart = io.blip2j.core.op.linear.Linear.of(io.blip2j.core.op.index.Embedding.of(ids, table, -1), head, null)
                .sum()
                .backward();
        assertArrayEquals(apart.get(table).add(apart.get(head)).toFloats(), both, 1e-4f);
        float[] learning = model.forward(ids).toFloats();
        model.freeze();
        assertArrayEquals(learning, model.forward(ids).toFloats(), "packed once for both uses");
    }

    @ParameterizedTest
    @MethodSource("backends")
    void valuesOutliveTheStepTheyCameFrom(Backend backend) {
        Linear given = new Linear(64, 64, false);
        Linear half = new Linear(64, 64, false);
        half.weight().set(numbers(backend, "weight", 64, 64).cast(DType.BF16));
        try (Step _ = Step.open()) {
            given.weight().set(numbers(backend, "weight", 64, 64).mul(2));
            assertNotNull(half.weight().tensor()); // widened here
        }
        assertEquals(4096, given.weight().values().toFloats().length);
        assertEquals(DType.F32, half.weight().tensor().dtype());
        assertEquals(4096, half.weight().tensor().toFloats().length);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void lookingAtValuesDoesNotWidenThem(Backend backend) {
        Linear linear = linear(backend, DType.F16);
        assertNotNull(StateDict.hash(linear));
        linear.freeze();
        assertSame(MatrixFormat.F16, linear.weight().packed().format());
    }

    @ParameterizedTest
    @MethodSource("backends")
    void misuseIsRefusedByName(Backend backend) {
        Linear empty = new Linear(4, 4, false);
        empty.rootName("model.fc");
        for (Runnable use : new Runnable[] {
            empty::freeze, empty::unfreeze, () -> empty.weight().values()
        }) {
            String message = assertThrows(IllegalStateException.class, use::run).getMessage();
            assertTrue(message.startsWith("model.fc.weight has no values yet"), message);
        }
        assertFalse(empty.weight().isSet());
        ShapeException wrong =
                assertThrows(ShapeException.class, () -> empty.weight().set(Tensor.zeros(backend, 4, 5)));
        assertEquals("model.fc.weight", wrong.operation());
    }
}
