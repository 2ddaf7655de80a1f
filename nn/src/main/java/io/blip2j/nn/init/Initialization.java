package io.blip2j.nn.init;

import io.blip2j.core.backend.Backend;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Module;
import io.blip2j.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Rules that say how each parameter begins: the first whose expression matches the whole path holds.
///
/// ```java
/// new Initialization()
///         .rule(".*LayerNorm\\.weight", new Initializer.Constant(1))
///         .rule(".*\\.bias", new Initializer.Constant(0))
///         .rule(".*", new Initializer.Normal(0.02))
///         .apply(model, backend, seed);
/// ```
public final class Initialization {
    private record Rule(Pattern path, Initializer initializer) {}

    private final List<Rule> rules = new ArrayList<>();

    /// Adds a rule behind the others.
    /// @param path regular expression for the whole path
    public Initialization rule(String path, Initializer initializer) {
        rules.add(new Rule(Pattern.compile(path), initializer));
        return this;
    }

    /// Gives every parameter of a module its first values.
    /// @throws IllegalStateException if a parameter matches no rule
    public void apply(Module module, Backend backend, long seed) {
        for (Parameter parameter : module.parameters()) {
            String path = parameter.path();
            float[] values = find(path).values(parameter.shape(), RandomKey.of(seed, "init/" + path));
            parameter.set(Tensor.of(backend, values, parameter.shape().dims()));
        }
    }

    private Initializer find(String path) {
        for (Rule rule : rules) {
            if (rule.path.matcher(path).matches()) {
                return rule.initializer;
            }
        }
        throw new IllegalStateException("initialisation: no rule for parameter " + path + ". Add one");
    }
}
