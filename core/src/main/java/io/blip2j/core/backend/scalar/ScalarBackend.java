package io.blip2j.core.backend.scalar;

import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Kernels;

/// The specification as a device: plain loops in double precision, on any machine. Slow, and right.
public final class ScalarBackend implements Backend {
    private final Kernels kernels = new ScalarKernels();

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public String describe() {
        return "plain loops in double precision, 1 thread";
    }

    @Override
    public Kernels kernels() {
        return kernels;
    }
}
