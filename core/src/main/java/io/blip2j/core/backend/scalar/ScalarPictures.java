package io.blip2j.core.backend.scalar;

import io.blip2j.core.backend.Kernels.Window;
import io.blip2j.core.backend.Operand;

/// Pictures `[n, c, h, w]`: windows as rows and back, bicubic resizing.
final class ScalarPictures {
    private static final double SHARPNESS = -0.75; // the a of Keys' cubic; pictures in files are resized with -0.5
    private static final int TAPS = 4;

    private ScalarPictures() {}

    /// `y[p, oh·outW + ow, (c·kh + i)·kw + j] = x[p, c, oh·stride - pad + i·dilation, ow·stride - pad + j·dilation]`,
    /// 0 outside the picture.
    static void unfold(Operand x, Window window, Operand y) {
        double[] picture = Values.read(x);
        double[] rows = new double[y.shape().size()];
        int[] places = places(x.shape().dims(), window);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = places[i] < 0 ? 0 : picture[places[i]];
        }
        Values.write(rows, y);
    }

    /// `dx[place] = Σ dy` over all elements of rows that [#unfold] takes from there.
    static void fold(Operand dy, Window window, Operand dx) {
        double[] rows = Values.read(dy);
        double[] picture = new double[dx.shape().size()];
        int[] places = places(dx.shape().dims(), window);
        for (int i = 0; i < rows.length; i++) {
            if (places[i] >= 0) {
                picture[places[i]] += rows[i];
            }
        }
        Values.write(picture, dx);
    }

    /// For each element of the rows: its place in the picture, or -1 outside.
    private static int[] places(int[] dims, Window window) {
        int h = dims[2];
        int w = dims[3];
        int outH = window.outH(h);
        int outW = window.outW(w);
        int[] places = new int[dims[0] * outH * outW * dims[1] * window.kernelH() * window.kernelW()];
        int at = 0;
        for (int p = 0; p < dims[0]; p++) {
            for (int o = 0; o < outH * outW; o++) {
                for (int c = 0; c < dims[1]; c++) {
                    for (int i = 0; i < window.kernelH(); i++) {
                        for (int j = 0; j < window.kernelW(); j++) {
                            int top = o / outW * window.strideH() - window.padH() + i * window.dilationH();
                            int left = o % outW * window.strideW() - window.padW() + j * window.dilationW();
                            boolean inside = top >= 0 && top < h && left >= 0 && left < w;
                            places[at++] = inside ? ((p * dims[1] + c) * h + top) * w + left : -1;
                        }
                    }
                }
            }
        }
        return places;
    }

    /// `y[p, c, i, j] = Σ_{k,l} u_k · u'_l · x[p, c, rows_k, columns_l]`: four taps in each direction around the
    /// source place `(i + ½)·h/outH - ½`, their weights by Keys' cubic, their places clamped to the picture.
    static void bicubic(Operand x, Operand y) {
        double[] source = Values.read(x);
        double[] target = new double[y.shape().size()];
        resize(x.shape().dims(), y.shape().dims(), source, target, false);
        Values.write(target, y);
    }

    /// `dx[p, c, rows_k, columns_l] += u_k · u'_l · dy[p, c, i, j]`, the transpose of [#bicubic].
    static void bicubicGradient(Operand dy, Operand dx) {
        double[] source = new double[dx.shape().size()];
        double[] target = Values.read(dy);
        resize(dx.shape().dims(), dy.shape().dims(), source, target, true);
        Values.write(source, dx);
    }

    private static void resize(int[] from, int[] to, double[] source, double[] target, boolean transposed) {
        int h = from[2];
        int w = from[3];
        int outH = to[2];
        int outW = to[3];
        for (int at = 0; at < target.length; at++) {
            int plane = at / (outH * outW);
            double top = (at / outW % outH + 0.5) * h / outH - 0.5;
            double left = (at % outW + 0.5) * w / outW - 0.5;
            for (int k = 0; k < TAPS; k++) {
                for (int l = 0; l < TAPS; l++) {
                    double weight = weight(top, k) * weight(left, l);
                    int place = (plane * h + tap(top, k, h)) * w + tap(left, l, w);
                    if (transposed) {
                        source[place] += weight * target[at];
                    } else {
                        target[at] += weight * source[place];
                    }
                }
            }
        }
    }

    /// Row or column that tap `k` reads.
    private static int tap(double centre, int k, int size) {
        int place = (int) StrictMath.floor(centre) - 1 + k;
        return StrictMath.clamp(place, 0, size - 1);
    }

    /// Keys' cubic at the tap's distance `t` from the source place: `(a+2)t³ - (a+3)t² + 1` up to 1,
    /// `at³ - 5at² + 8at - 4a` up to 2.
    private static double weight(double centre, int k) {
        double t = StrictMath.abs(centre - StrictMath.floor(centre) + 1 - k);
        if (t <= 1) {
            return ((SHARPNESS + 2) * t - (SHARPNESS + 3)) * t * t + 1;
        }
        return ((SHARPNESS * t - 5 * SHARPNESS) * t + 8 * SHARPNESS) * t - 4 * SHARPNESS;
    }
}
