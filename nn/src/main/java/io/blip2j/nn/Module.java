package io.blip2j.nn;

import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.shape.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A part of a model: parameters and smaller parts, each under the name that Hugging Face's checkpoints give it.
///
/// A constructor only says which parameters there are; values come from loading or from
/// [io.blip2j.nn.init.Initializer]s. The order of parameters is the order in which they are declared.
///
/// ```java
/// final class FeedForward extends Module {
///     private final Linear fc1 = child("fc1", new Linear(hidden, intermediate, true));
///     private final Linear fc2 = child("fc2", new Linear(intermediate, hidden, true));
///
///     Tensor forward(Tensor x) {
///         return fc2.forward(fc1.forward(x).gelu()); // [batch, seq, hidden]
///     }
/// }
/// ```
public abstract class Module {
    private final Map<String, Object> members = new LinkedHashMap<>();
    private Module parent;
    private String name = "";

    /// Declares a parameter of this module.
    protected final Parameter parameter(String parameterName, int... dims) {
        Parameter parameter = new Parameter(this, parameterName, Shape.of(dims));
        declare(parameterName, parameter);
        return parameter;
    }

    /// Declares a part of this module; `partName` may hold dots.
    protected final <M extends Module> M child(String partName, M module) {
        Module part = module;
        if (part.parent != null) {
            throw new IllegalStateException("module " + partName + " already belongs to " + part.parent.path());
        }
        part.parent = this;
        part.name = partName;
        declare(partName, module);
        return module;
    }

    private void declare(String member, Object part) {
        if (members.putIfAbsent(member, part) != null) {
            throw new IllegalStateException("module " + path() + " has two members named " + member);
        }
    }

    /// Name from the root of the model, empty for the root.
    public final String path() {
        if (parent == null) {
            return name;
        }
        String above = parent.path();
        return above.isEmpty() ? name : above + "." + name;
    }

    /// Names a root, so that its parameters' paths and dropout streams start with it.
    public final void rootName(String rootName) {
        if (parent != null) {
            throw new IllegalStateException(path() + " is no root");
        }
        name = rootName;
    }

    /// Every parameter once, in order of declaration, the parts' included.
    public final List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        collect(all);
        return all;
    }

    private void collect(List<Parameter> into) {
        for (Object member : members.values()) {
            if (member instanceof Parameter parameter) {
                into.add(parameter);
            } else if (member instanceof Module part) {
                part.collect(into);
            }
        }
    }

    /// The parameters that learn.
    public final List<Parameter> learning() {
        return parameters().stream().filter(Parameter::learns).toList();
    }

    /// Number of elements of all parameters.
    public final long parameterCount() {
        long count = 0;
        for (Parameter parameter : parameters()) {
            count += parameter.shape().size();
        }
        return count;
    }

    /// Freezes every parameter in the type its values have.
    public final void freeze() {
        freeze(null);
    }

    /// Freezes every parameter, matrices in the given format.
    public final void freeze(MatrixFormat format) {
        parameters().forEach(parameter -> parameter.freeze(format));
    }

    /// Lets every parameter learn.
    public final void unfreeze() {
        parameters().forEach(Parameter::unfreeze);
    }
}
