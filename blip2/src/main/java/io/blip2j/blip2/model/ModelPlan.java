package io.blip2j.blip2.model;

import io.blip2j.core.backend.Backend;
import io.blip2j.nn.Module;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.state.KeyMap;
import io.blip2j.nn.state.StateDict;
import io.blip2j.nn.state.TensorSource;
import java.util.function.Consumer;

/// A model as its settings describe it, without values yet, and which keys of a checkpoint are its.
///
/// @param model its parameters have shapes and nothing else
/// @param keys the declared differences between its names and the checkpoint's
public record ModelPlan<M extends Module>(M model, KeyMap keys) {
    /// Gives the model its values.
    /// @param loaded is handed each parameter as soon as it has them
    public M load(TensorSource source, Backend backend, Consumer<Parameter> loaded) {
        StateDict.load(model, source, keys, backend, loaded);
        return model;
    }
}
