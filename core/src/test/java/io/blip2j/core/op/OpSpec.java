package io.blip2j.core.op;

import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.Json;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// One row of the table of operations: how a golden case calls it, and from which inputs its gradient is checked.
///
/// @param name the operation's name in the golden data
/// @param call inputs by name and attributes to results
/// @param checks gradient checks: a function of tensors and the shapes and domains of its inputs; empty for
///     operations without gradient
record OpSpec(String name, Call call, List<Check> checks) {
    @FunctionalInterface
    interface Call {
        List<Tensor> apply(Map<String, Tensor> inputs, Json attrs);
    }

    /// Where the numbers of an input come from.
    enum Domain {
        /// Standard normal.
        ANY,
        /// Normal, its distance from 0 at least 0.2: away from kinks and poles.
        AWAY,
        /// Between about 0.3 and 4.
        POSITIVE
    }

    /// An input of a gradient check.
    record Input(Domain domain, int... dims) {}

    /// One gradient check.
    record Check(Function<Tensor[], Tensor> f, List<Input> inputs) {}
}
