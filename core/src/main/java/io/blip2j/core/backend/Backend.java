package io.blip2j.core.backend;

import io.blip2j.core.shape.DType;

/// A device that tensors live on. Mixing tensors of two backends is an error.
public interface Backend {
    /// `scalar`, `vector` or `cuda`.
    String name();

    /// What it runs on, for a person: `AVX-512, 16 lanes, 2 threads`.
    String describe();

    /// Its primitives.
    Kernels kernels();

    /// Room for `size` elements; the content is undefined.
    default Storage allocate(DType dtype, int size) {
        return Storage.allocate(dtype, size);
    }
}
