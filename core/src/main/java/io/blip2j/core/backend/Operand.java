package io.blip2j.core.backend;

import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.shape.Shape;

/// An argument of a kernel: numbers, and how to walk through them.
///
/// @param storage the numbers
/// @param layout shape, strides and offset
public record Operand(Storage storage, Layout layout) {
    public Shape shape() {
        return layout.shape();
    }

    public DType dtype() {
        return storage.dtype();
    }
}
