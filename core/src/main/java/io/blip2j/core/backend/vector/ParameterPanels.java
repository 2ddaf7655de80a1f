package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.parallel.Workers;

/// Panels `[⌈n/32⌉][k][32]` of a parameter `[n, k]`, made at most once a version and kept with its storage.
final class ParameterPanels {
    /// From so many elements on, threads share the packing.
    private static final int LARGE = 1 << 16;

    private float[] panels = new float[0];
    private int offset = -1;
    private int n;
    private int k;

    private ParameterPanels() {}

    /// The panels of a parameter's current content.
    static float[] of(Operand w) {
        Storage storage = w.storage();
        int n = w.shape().dim(0);
        int k = w.shape().dim(1);
        int offset = w.layout().offset();
        synchronized (storage) {
            if (storage.packed() instanceof ParameterPanels held && held.fits(offset, n, k)) {
                return held.panels;
            }
            ParameterPanels own = storage.stalePacked() instanceof ParameterPanels stale && stale.fits(offset, n, k)
                    ? stale
                    : new ParameterPanels();
            own.pack(storage, offset, n, k);
            storage.packed(own);
            return own.panels;
        }
    }

    /// Whether these are panels of this part of the storage, and not of another view of it.
    private boolean fits(int otherOffset, int otherN, int otherK) {
        return offset == otherOffset && n == otherN && k == otherK;
    }

    private void pack(Storage storage, int newOffset, int newN, int newK) {
        offset = newOffset;
        n = newN;
        k = newK;
        int length = (n + Gemm.WIDTH - 1) / Gemm.WIDTH * Gemm.WIDTH * k;
        if (panels.length != length) {
            panels = new float[length];
        }
        pack(storage.floats(), offset, n, k, panels);
    }

    /// Packs a matrix by rows.
    static void pack(float[] w, int at, int n, int k, float[] packed) {
        int count = (n + Gemm.WIDTH - 1) / Gemm.WIDTH;
        if ((long) n * k < LARGE) {
            for (int panel = 0; panel < count; panel++) {
                packPanel(w, at, n, k, panel, packed);
            }
        } else {
            Workers.shared().forEach(count, panel -> packPanel(w, at, n, k, panel, packed));
        }
    }

    private static void packPanel(float[] w, int at, int n, int k, int panel, float[] packed) {
        int first = panel * Gemm.WIDTH;
        int width = Math.min(Gemm.WIDTH, n - first);
        Panels.fromColumns(w, at + first * k, k, 1, width, k, packed, first * k);
    }
}
