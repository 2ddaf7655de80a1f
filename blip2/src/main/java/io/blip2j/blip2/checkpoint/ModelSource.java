package io.blip2j.blip2.checkpoint;

import io.blip2j.blip2.config.ConfigJson;
import io.blip2j.core.shape.DType;
import io.blip2j.nn.state.TensorSource;

/// A model's settings and tensors by Hugging Face's names, wherever they lie.
public interface ModelSource extends TensorSource, AutoCloseable {
    /// What a `config.json` says.
    ConfigJson config();

    /// Type of a tensor, without reading it.
    DType dtype(String name);

    @Override
    void close();
}
