package io.blip2j.blip2.language;

import io.blip2j.core.tensor.Tensor;

/// Takes note of tensors inside a forward pass by name (`layer3`, `encoder.last`), to be looked at or compared.
@FunctionalInterface
public interface Recorder {
    /// Takes no note.
    Recorder NONE = (_, _) -> {};

    /// A tensor of this name was computed.
    void record(String name, Tensor value);

    /// The same recorder for a part, whose names get a prefix.
    default Recorder under(String prefix) {
        return (name, value) -> record(prefix + name, value);
    }
}
