package io.blip2j.core.op;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.Saved;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.op.OpSpec.Domain;
import io.blip2j.core.op.OpSpec.Input;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.GradCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Gradients of every operation against central differences in double, on the scalar backend.
class OpGradCheckTest {
    private static final Backend SCALAR = Backends.named("scalar");

    @TestFactory
    Stream<DynamicTest> gradientsEqualCentralDifferences() {
        List<DynamicTest> tests = new ArrayList<>();
        for (OpSpec spec : OpSpecs.ALL.values()) {
            for (int i = 0; i < spec.checks().size(); i++) {
                OpSpec.Check check = spec.checks().get(i);
                String name = spec.name() + " " + i;
                tests.add(dynamicTest(name, () -> GradCheck.check(name, SCALAR, check.f(), inputs(name, check))));
            }
        }
        return tests.stream();
    }

    /// The control: a planted wrong sign must be seen.
    @Test
    void aWrongSignIsCaught() {
        record WrongSign() implements UnaryOp {
            @Override
            public Tensor forward(Tensor x, Saved saved) {
                return x.mul(3);
            }

            @Override
            public Tensor backward(Tensor dy, Saved saved) {
                return dy.mul(-3);
            }
        }
        Tensor x = Tensor.of(SCALAR, GradCheck.normal("x", 4), 4);
        assertThrows(
                AssertionError.class,
                () -> GradCheck.check("wrong sign", SCALAR, in -> Autograd.apply(new WrongSign(), in[0]), x));
    }

    private static Tensor[] inputs(String name, OpSpec.Check check) {
        List<Tensor> tensors = new ArrayList<>();
        for (Input input : check.inputs()) {
            double[] values = GradCheck.normal(
                    name + " input " + tensors.size(), Shape.of(input.dims()).size());
            for (int i = 0; i < values.length; i++) {
                values[i] = at(input.domain(), values[i]);
            }
            tensors.add(Tensor.of(SCALAR, values, input.dims()));
        }
        return tensors.toArray(Tensor[]::new);
    }

    private static double at(Domain domain, double normal) {
        return switch (domain) {
            case ANY -> normal;
            case AWAY -> normal + Math.copySign(0.2, normal);
            case POSITIVE -> 0.3 + Math.abs(normal);
        };
    }
}
