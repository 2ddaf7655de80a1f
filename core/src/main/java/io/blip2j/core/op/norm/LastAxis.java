package io.blip2j.core.op.norm;

import io.blip2j.core.tensor.Tensor;
import java.util.function.UnaryOperator;

/// Runs an operation of the last axis along another one: moves that axis behind, and back.
final class LastAxis {
    private LastAxis() {}

    static Tensor along(String op, Tensor x, int axis, UnaryOperator<Tensor> f) {
        int at = x.shape().axis(op, axis);
        int last = x.rank() - 1;
        return at == last ? f.apply(x) : f.apply(x.transpose(at, last)).transpose(at, last);
    }
}
