package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Kernels;
import io.blip2j.core.parallel.Workers;

/// The processor with its vector registers and all its threads.
public final class VectorBackend implements Backend {
    private final String registers = Lanes.describe(); // first: a JVM without the Vector API fails here, not later
    private final Kernels kernels = new VectorKernels();

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public String describe() {
        int threads = Workers.shared().count();
        return registers + ", " + threads + (threads == 1 ? " thread" : " threads");
    }

    @Override
    public Kernels kernels() {
        return kernels;
    }
}
