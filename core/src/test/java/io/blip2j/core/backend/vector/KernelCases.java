package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.AdamStep;
import io.blip2j.core.backend.BinaryFunction;
import io.blip2j.core.backend.Kernels;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.Reduction;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.backend.UnaryFunction;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// One call of each kernel at each awkward size, on numbers that depend on nothing but the case.
final class KernelCases {
    /// What stands around operands, and must be there afterwards.
    static final int OUTSIDE = 77;

    private static final int[] LENGTHS = {1, 7, 8, 9, 15, 16, 17, 1021, 4098, 70_001};
    private static final int[][] ROWS = {
        {1, 1}, {3, 7}, {5, 16}, {4, 17}, {2, 60}, {130, 96}, {300, 100}, {40, 1021}, {2, 4098}, {700, 192}, {1, 40_000}
    };

    /// @param outputs what the call writes
    record Case(String name, Runnable call, Operand... outputs) {}

    private final Kernels kernels;
    private final List<Case> cases = new ArrayList<>();

    private KernelCases(Kernels kernels) {
        this.kernels = kernels;
    }

    static List<Case> of(Kernels kernels) {
        KernelCases all = new KernelCases(kernels);
        for (int n : LENGTHS) {
            all.elementwise(n);
            all.optimisers(n);
        }
        for (int[] size : ROWS) {
            all.rows(size[0], size[1]);
        }
        all.views();
        all.odd();
        return all.cases;
    }

    private void add(String name, Runnable call, Operand... outputs) {
        cases.add(new Case(name, call, outputs));
    }

    private void elementwise(int n) {
        for (UnaryFunction f : UnaryFunction.values()) {
            String name = f + " " + n;
            boolean positive = f == UnaryFunction.LOG || f == UnaryFunction.SQRT || f == UnaryFunction.RSQRT;
            Operand x = numbers(name, positive ? 0.01 : -6, 6, n);
            Operand y = empty(n);
            double a = f == UnaryFunction.CLAMP ? -1 : 2;
            add(name, () -> kernels.unary(f, a, 1.5, x, y), y);
            Operand result = numbers(name, 0.1, 0.9, n);
            Operand dy = numbers(name + " dy", -1, 1, n);
            Operand dx = empty(n);
            add(name + " gradient", () -> kernels.unaryGradient(f, a, 1.5, x, result, dy, dx), dx);
        }
        for (BinaryFunction f : BinaryFunction.values()) {
            String name = f + " " + n;
            Operand a = numbers(name, 0.1, 2, n);
            Operand b = numbers(name + " b", 0.1, 2, n);
            Operand y = empty(n);
            add(name, () -> kernels.binary(f, a, b, y), y);
        }
        Operand x = numbers("dropout" + n, -1, 1, 3, n);
        Operand y = empty(3, n);
        add("dropout " + n, () -> kernels.dropout(x, 0.3f, new RandomKey(77L << 32 | 5, 9, -4, 2), y), y);
        Operand filled = empty(n);
        add("fill " + n, () -> kernels.fill(filled, 0.25), filled);
        double[] total = {0};
        Operand sum = empty(1);
        add(
                "squares " + n,
                () -> {
                    total[0] = kernels.sumOfSquares(x);
                    set(sum, total[0]);
                },
                sum);
    }

    private void optimisers(int n) {
        Operand g = numbers("g" + n, -1, 1, n);
        for (int count : new int[] {1, 5}) {
            String name = "adamW " + n + " step " + count;
            Operand[] own = {numbers(name, -1, 1, n), numbers(name + "m", -1, 1, n), numbers(name + "v", 0, 1, n)};
            Operand[] now = {empty(n), empty(n), empty(n), empty(1)};
            AdamStep step = new AdamStep(1e-2, 0.9, 0.98, 1e-8, 0.05, count);
            add(
                    name,
                    () -> {
                        restore(own, now);
                        double change = kernels.adamW(step, 0.7, now[0], g, now[1], now[2]);
                        set(now[3], change);
                    },
                    now);
        }
        for (int kind = 0; kind < 4; kind++) {
            String name = "sgd " + n + " kind " + kind;
            boolean nesterov = kind == 2;
            boolean first = kind == 3;
            boolean plain = kind == 0;
            Operand[] own = {numbers(name, -1, 1, n), numbers(name + "b", -1, 1, n)};
            Operand[] now = {empty(n), empty(n)};
            add(
                    name,
                    () -> {
                        restore(own, now);
                        kernels.sgd(
                                0.1,
                                0.01,
                                plain ? 0 : 0.9,
                                nesterov ? 0 : 0.1,
                                nesterov,
                                first,
                                0.5,
                                now[0],
                                g,
                                plain ? null : now[1]);
                    },
                    now);
        }
    }

    private static void restore(Operand[] from, Operand[] to) {
        for (int i = 0; i < from.length; i++) {
            System.arraycopy(
                    from[i].storage().floats(),
                    from[i].layout().offset(),
                    to[i].storage().floats(),
                    to[i].layout().offset(),
                    to[i].shape().size());
        }
    }

    private static void set(Operand x, double value) {
        x.storage().floats()[x.layout().offset()] = (float) value;
    }

    private void rows(int rows, int n) {
        String size = " " + rows + "x" + n;
        Operand x = numbers("x" + size, -4, 4, rows, n);
        Operand dy = numbers("dy" + size, -1, 1, rows, n);
        for (Reduction how : Reduction.values()) {
            Operand last = empty(rows);
            add(how + size, () -> kernels.reduce(how, x, rows, n, 1, last), last);
            Operand across = empty(n);
            add(how + " across" + size, () -> kernels.reduce(how, x, 1, rows, n, across), across);
        }
        for (boolean log : new boolean[] {false, true}) {
            Operand y = empty(rows, n);
            add("softmax" + size + log, () -> kernels.softmax(x, log, y), y);
            Operand given = numbers("given" + size, -3, 0, rows, n);
            Operand dx = empty(rows, n);
            add("softmax gradient" + size + log, () -> kernels.softmaxGradient(given, log, dy, dx), dx);
        }
        norms(x, dy, rows, n, size);
        losses(x, rows, n, size);
        lookups(x, rows, n, size);
        Operand best = longs(rows);
        add("argmax" + size, () -> kernels.argReduce(true, x, rows, n, 1, best), best);
        Operand least = longs(rows);
        add("argmin" + size, () -> kernels.argReduce(false, x, rows, n, 1, least), least);
        Operand across = longs(n);
        add("argmax of columns" + size, () -> kernels.argReduce(true, x, 1, rows, n, across), across);
        Operand leastAcross = longs(n);
        add("argmin of columns" + size, () -> kernels.argReduce(false, x, 1, rows, n, leastAcross), leastAcross);
        for (int k : new int[] {1, 5, n}) {
            int taken = Math.min(k, n);
            Operand top = longs(rows, taken);
            add("top" + taken + size, () -> kernels.topK(x, taken, true, top), top);
            Operand bottom = longs(rows, taken);
            add("bottom" + taken + size, () -> kernels.topK(x, taken, false, bottom), bottom);
        }
    }

    private void norms(Operand x, Operand dy, int rows, int n, String size) {
        Operand w = numbers("w" + size, 0.5, 1.5, n);
        Operand b = numbers("b" + size, -1, 1, n);
        Operand layer = numbers("statistics" + size, 0.2, 0.6, rows, 2);
        Operand root = numbers("root" + size, 0.2, 0.6, rows);
        for (boolean affine : new boolean[] {true, false}) {
            Operand weight = affine ? w : null;
            Operand y = empty(rows, n);
            Operand s = empty(rows, 2);
            add("layerNorm" + size + affine, () -> kernels.layerNorm(x, weight, affine ? b : null, 1e-5, y, s), y, s);
            Operand[] d = {empty(rows, n), empty(n), empty(n)};
            add(
                    "layerNorm gradient" + size + affine,
                    () -> kernels.layerNormGradient(x, weight, layer, dy, d[0], d[1], d[2]),
                    d);
        }
        Operand y = empty(rows, n);
        Operand s = empty(rows);
        add("rmsNorm" + size, () -> kernels.rmsNorm(x, w, 1e-5, y, s), y, s);
        Operand[] d = {empty(rows, n), empty(n)};
        add("rmsNorm gradient" + size, () -> kernels.rmsNormGradient(x, w, root, dy, d[0], d[1]), d);
    }

    private void losses(Operand x, int rows, int n, String size) {
        Operand target = ids("target" + size, n, rows);
        target.storage().longs()[target.layout().offset()] = -100;
        Operand upstream = numbers("upstream" + size, -1, 1, rows);
        for (double smoothing : new double[] {0, 0.1}) {
            Operand loss = empty(rows);
            Operand sums = empty(rows);
            String name = "crossEntropy" + size + " " + smoothing;
            add(name, () -> kernels.crossEntropy(x, target, -100, smoothing, loss, sums), loss, sums);
            Operand dx = empty(rows, n);
            add(
                    name + " gradient",
                    () -> kernels.crossEntropyGradient(x, target, -100, smoothing, sums, upstream, dx),
                    dx);
        }
    }

    private void lookups(Operand table, int rows, int n, String size) {
        Operand ids = ids("ids" + size, rows, 50);
        Operand y = empty(50, n);
        add("embedding" + size, () -> kernels.embedding(table, ids, y), y);
        Operand dy = numbers("embedding" + size, -1, 1, 50, n);
        Operand dtable = empty(rows, n);
        add("embedding gradient" + size, () -> kernels.embeddingGradient(ids, dy, rows / 2, dtable), dtable);
        Operand index = ids("index" + size, rows, 9, n);
        Operand gathered = empty(9, n);
        add("gather" + size, () -> kernels.gather(table, index, 0, gathered), gathered);
        Operand columns = ids("columns" + size, n, rows, 5);
        Operand picked = empty(rows, 5);
        add("gather last" + size, () -> kernels.gather(table, columns, 1, picked), picked);
        Operand sum = empty(rows, n);
        Operand source = numbers("source" + size, -1, 1, rows, 5);
        add(
                "scatter" + size,
                () -> {
                    kernels.fill(sum, 1);
                    kernels.scatter(columns, source, 1, true, sum);
                },
                sum);
    }

    /// Strided, permuted and broadcast operands, and reductions of a middle axis.
    private void views() {
        Operand x = numbers("x", -1, 1, 3, 130, 5, 24);
        Layout heads = x.layout().permute(0, 2, 1, 3);
        copy("heads", x, heads);
        copy("transposed", x, x.layout().reshape(Shape.of(390, 120)).transpose(0, 1));
        copy("each second", x, x.layout().slice(3, 1, 24, 2));
        copy("reversed axes", x, x.layout().permute(3, 2, 1, 0));
        Operand thin = numbers("r", -1, 1, 130, 1);
        copy("repeated", thin, thin.layout().expand(130, 77));
        Operand into = empty(3, 130, 5, 24);
        add(
                "copy to heads",
                () -> kernels.copy(
                        new Operand(x.storage(), x.layout().reshape(heads.shape())),
                        new Operand(into.storage(), into.layout().permute(0, 2, 1, 3))),
                into);
        Operand b = numbers("b", 0.5, 2, 130, 24);
        Layout wide = b.layout().reshape(Shape.of(130, 1, 24)).expand(3, 130, 5, 24);
        Operand c = numbers("c", 0.5, 2, 3, 130, 5, 1);
        Operand mask = bools(3, 130, 5, 24);
        Operand positive = numbers("positive", 0.1, 2, 3, 130, 5, 24);
        Operand[] views = {
            new Operand(b.storage(), wide),
            new Operand(c.storage(), c.layout().expand(3, 130, 5, 24)),
            new Operand(b.storage(), b.layout().select(0, 0).expand(3, 130, 5, 24))
        };
        for (Operand view : views) {
            for (BinaryFunction f : BinaryFunction.values()) {
                Operand y = empty(3, 130, 5, 24);
                Operand a = f == BinaryFunction.POW ? positive : x;
                add(f + " " + view.layout(), () -> kernels.binary(f, a, view, y), y);
            }
            Operand y = empty(3, 130, 5, 24);
            add("where " + view.layout(), () -> kernels.where(mask, x, view, y), y);
        }
        Operand product = empty(3, 5, 130, 24);
        Operand permuted = new Operand(x.storage(), heads);
        Operand other = numbers("other", -1, 1, 3, 5, 130, 24);
        add("permuted times", () -> kernels.binary(BinaryFunction.MUL, permuted, other, product), product);
        for (Reduction how : Reduction.values()) {
            Operand middle = empty(3, 120);
            add(how + " middle", () -> kernels.reduce(how, x, 3, 130, 120, middle), middle);
        }
        for (DType type : new DType[] {DType.BF16, DType.F16}) {
            Operand half = new Operand(Storage.allocate(type, 1021), Layout.contiguous(Shape.of(1021)));
            Operand back = empty(1021);
            Operand given = numbers("half", -1e5, 1e5, 1021);
            add(
                    "through " + type,
                    () -> {
                        kernels.copy(given, half);
                        kernels.copy(half, back);
                    },
                    back);
        }
    }

    private void copy(String name, Operand x, Layout view) {
        Operand y = empty(view.shape().dims());
        add("copy " + name, () -> kernels.copy(new Operand(x.storage(), view), y), y);
    }

    /// Infinities, NaN and zeros.
    private void odd() {
        float inf = Float.POSITIVE_INFINITY;
        float[] values = {Float.NaN, inf, -inf, 0, -0f, 1e-40f, -1e-40f, 3e38f, -3e38f, 1, -1, 1e-7f, 20, -20, 100, -100
        };
        Operand x = of(values);
        for (UnaryFunction f : UnaryFunction.values()) {
            Operand y = empty(values.length);
            double a = f == UnaryFunction.CLAMP ? -inf : 2;
            add("odd " + f, () -> kernels.unary(f, a, 5, x, y), y);
        }
        Operand pairs =
                new Operand(x.storage(), Layout.contiguous(Shape.of(16, 1)).expand(16, 16));
        Operand across =
                new Operand(x.storage(), Layout.contiguous(Shape.of(1, 16)).expand(16, 16));
        for (BinaryFunction f : BinaryFunction.values()) {
            if (f != BinaryFunction.POW) {
                Operand y = empty(16, 16);
                add("odd " + f, () -> kernels.binary(f, pairs, across, y), y);
            }
        }
        float[][] rows = {{-inf, -inf, -inf}, {-inf, 1, 2}, {Float.NaN, 1, 2}, {inf, 1, 2}, {1, -inf, Float.NaN}};
        for (float[] row : rows) {
            Operand given = of(row);
            Operand y = empty(3);
            Operand log = empty(3);
            Operand best = longs(2);
            Operand column = longs(2);
            Operand order = longs(3);
            Operand reduced = empty(3);
            String name = java.util.Arrays.toString(row);
            add("odd softmax " + name, () -> kernels.softmax(given, false, y), y);
            add("odd log softmax " + name, () -> kernels.softmax(given, true, log), log);
            add("odd argmax " + name, () -> kernels.argReduce(true, given, 1, 3, 1, slice(best, 0)), best);
            add("odd argmin " + name, () -> kernels.argReduce(false, given, 1, 3, 1, slice(best, 1)), best);
            Operand twice = of(new float[] {row[0], row[0], row[1], row[1], row[2], row[2]});
            add("odd argmax of columns " + name, () -> kernels.argReduce(true, twice, 1, 3, 2, column), column);
            add("odd order " + name, () -> kernels.topK(given, 3, true, order), order);
            add("odd max " + name, () -> kernels.reduce(Reduction.MAX, given, 1, 3, 1, slice(reduced, 0)), reduced);
            add("odd min " + name, () -> kernels.reduce(Reduction.MIN, given, 1, 3, 1, slice(reduced, 1)), reduced);
            add("odd sum " + name, () -> kernels.reduce(Reduction.SUM, given, 1, 3, 1, slice(reduced, 2)), reduced);
        }
    }

    private static Operand slice(Operand x, int place) {
        return new Operand(x.storage(), x.layout().slice(0, place, place + 1, 1));
    }

    private static Operand of(float... values) {
        return new Operand(Storage.of(DType.F32, values.length, values), Layout.contiguous(Shape.of(values.length)));
    }

    private Operand numbers(String name, double low, double high, int... dims) {
        Random random = new Random(name.hashCode());
        Operand x = empty(dims);
        for (int i = 0; i < x.shape().size(); i++) {
            x.storage().floats()[x.layout().offset() + i] = (float) (low + (high - low) * random.nextDouble());
        }
        return x;
    }

    private Operand ids(String name, int bound, int... dims) {
        Random random = new Random(name.hashCode());
        Operand x = longs(dims);
        for (int i = 0; i < x.shape().size(); i++) {
            x.storage().longs()[x.layout().offset() + i] = random.nextInt(bound);
        }
        return x;
    }

    private Operand bools(int... dims) {
        Random random = new Random(1);
        Operand x = room(DType.BOOL, dims);
        for (int i = 0; i < x.shape().size(); i++) {
            x.storage().bytes()[x.layout().offset() + i] = (byte) random.nextInt(2);
        }
        return x;
    }

    private static Operand empty(int... dims) {
        return room(DType.F32, dims);
    }

    private static Operand longs(int... dims) {
        return room(DType.I64, dims);
    }

    /// Room that begins and ends inside a larger array of [#OUTSIDE], as arrays of a pool do.
    private static Operand room(DType type, int... dims) {
        Shape shape = Shape.of(dims);
        Storage storage = Storage.allocate(type, shape.size() + 43);
        for (int i = 0; i < storage.size(); i++) {
            storage.set(i, OUTSIDE);
        }
        return new Operand(storage, Layout.of(shape, shape.contiguousStrides(), 3));
    }
}
