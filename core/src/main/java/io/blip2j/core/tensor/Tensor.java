package io.blip2j.core.tensor;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.autograd.Backward;
import io.blip2j.core.autograd.Gradients;
import io.blip2j.core.autograd.Node;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Comparison;
import io.blip2j.core.backend.Kernels;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.op.elementwise.Add;
import io.blip2j.core.op.elementwise.Affine;
import io.blip2j.core.op.elementwise.Cast;
import io.blip2j.core.op.elementwise.Compare;
import io.blip2j.core.op.elementwise.Div;
import io.blip2j.core.op.elementwise.Exp;
import io.blip2j.core.op.elementwise.Gelu;
import io.blip2j.core.op.elementwise.GeluTanh;
import io.blip2j.core.op.elementwise.Log;
import io.blip2j.core.op.elementwise.Mul;
import io.blip2j.core.op.elementwise.Neg;
import io.blip2j.core.op.elementwise.QuickGelu;
import io.blip2j.core.op.elementwise.Relu;
import io.blip2j.core.op.elementwise.Sqrt;
import io.blip2j.core.op.elementwise.Sub;
import io.blip2j.core.op.elementwise.Tanh;
import io.blip2j.core.op.elementwise.Where;
import io.blip2j.core.op.linear.MatMul;
import io.blip2j.core.op.norm.L2Normalize;
import io.blip2j.core.op.norm.LogSoftmax;
import io.blip2j.core.op.norm.Softmax;
import io.blip2j.core.op.reduce.ArgMax;
import io.blip2j.core.op.reduce.Max;
import io.blip2j.core.op.reduce.Mean;
import io.blip2j.core.op.reduce.Sum;
import io.blip2j.core.op.shape.Contiguous;
import io.blip2j.core.op.shape.Expand;
import io.blip2j.core.op.shape.Permute;
import io.blip2j.core.op.shape.Reshape;
import io.blip2j.core.op.shape.Select;
import io.blip2j.core.op.shape.Slice;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.shape.ShapeException;

/// Numbers with a shape, on a backend, perhaps with a history.
///
/// A tensor is a [Storage] seen through a [Layout]; views (`transpose`, `slice`, `expand`) share the storage. A
/// tensor that depends on a leaf marked [#withGradient()] remembers how it came about; [#backward()] then returns
/// the gradients. Methods name operations: their equations, shapes and sources are in `core.op`.
///
/// ```java
/// Tensor w = Tensor.of(backend, new float[] {1, 2, 3, 4}, 2, 2).withGradient();
/// Tensor loss = x.matmul(w).relu().sum();
/// Tensor dw = loss.backward().get(w); // [2, 2]
/// ```
public final class Tensor {
    private final Backend backend;
    private final Storage storage;
    private final Layout layout;
    private final Node node;
    private final boolean leafGradient;

    private Tensor(Backend backend, Storage storage, Layout layout, Node node, boolean leafGradient) {
        this.backend = backend;
        this.storage = storage;
        this.layout = layout;
        this.node = node;
        this.leafGradient = leafGradient;
    }

    // ---------------------------------------------------------------- making

    /// A tensor over a storage of its own.
    public static Tensor of(Backend backend, Storage storage, Layout layout) {
        return new Tensor(backend, storage, layout, null, false);
    }

    /// Takes an array over as a tensor of type F32.
    public static Tensor of(Backend backend, float[] values, int... dims) {
        return wrap(backend, DType.F32, values, values.length, dims);
    }

    /// Takes an array over as a tensor of type F64 (scalar backend).
    public static Tensor of(Backend backend, double[] values, int... dims) {
        return wrap(backend, DType.F64, values, values.length, dims);
    }

    /// Takes an array of ids or indices over, type I64.
    public static Tensor of(Backend backend, long[] values, int... dims) {
        return wrap(backend, DType.I64, values, values.length, dims);
    }

    /// A mask, type BOOL.
    public static Tensor of(Backend backend, boolean[] values, int... dims) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = values[i] ? (byte) 1 : 0;
        }
        return wrap(backend, DType.BOOL, bytes, bytes.length, dims);
    }

    /// Copies arrays of one shape into a tensor `[rows, shape...]` of type F32, in the open step's memory.
    public static Tensor ofRows(Backend backend, float[][] rows, Shape each) {
        Tensor all = empty(backend, DType.F32, each.insert(0, rows.length));
        for (int i = 0; i < rows.length; i++) {
            all.storage.put(rows[i], each.size(), i * each.size());
        }
        return all;
    }

    private static Tensor wrap(Backend backend, DType type, Object array, int length, int[] dims) {
        Shape shape = Shape.of(dims);
        if (shape.size() != length) {
            throw new ShapeException(
                    "tensor", "shape " + shape + " has " + shape.size() + " elements, the array has " + length);
        }
        return of(backend, Storage.of(type, length, array), Layout.contiguous(shape));
    }

    /// Room of this shape; the content is undefined until a kernel writes it.
    public static Tensor empty(Backend backend, DType type, Shape shape) {
        return of(backend, backend.allocate(type, shape.size()), Layout.contiguous(shape));
    }

    /// Every element the same.
    public static Tensor full(Backend backend, DType type, Shape shape, double value) {
        Tensor tensor = empty(backend, type, shape);
        backend.kernels().fill(tensor.operand(), value);
        return tensor;
    }

    /// Zeros of type F32.
    public static Tensor zeros(Backend backend, int... dims) {
        return full(backend, DType.F32, Shape.of(dims), 0);
    }

    /// Room like this tensor's, of the given shape.
    public Tensor empty(Shape shape) {
        return empty(backend, dtype(), shape);
    }

    /// Room like this tensor's, of the same shape.
    public Tensor emptyLike() {
        return empty(backend, dtype(), shape());
    }

    // ---------------------------------------------------------------- looking

    public Shape shape() {
        return layout.shape();
    }

    /// Size of an axis; negative axes count from the end.
    public int dim(int axis) {
        return layout.shape().dim(axis);
    }

    public int rank() {
        return layout.shape().rank();
    }

    public DType dtype() {
        return storage.dtype();
    }

    public Layout layout() {
        return layout;
    }

    public Storage storage() {
        return storage;
    }

    public Backend backend() {
        return backend;
    }

    public Kernels kernels() {
        return backend.kernels();
    }

    /// This tensor as an argument of a kernel.
    public Operand operand() {
        return new Operand(storage, layout);
    }

    /// The values in row-major order; may wait for the device.
    public float[] toFloats() {
        return storage.toFloats(layout);
    }

    /// The values in row-major order, as double.
    public double[] toDoubles() {
        return storage.toDoubles(layout);
    }

    /// Ids or indices in row-major order.
    public long[] toLongs() {
        return storage.toLongs(layout);
    }

    /// The value of a tensor with one element.
    public double item() {
        if (shape().size() != 1) {
            throw new ShapeException("item", "needs one element, got " + shape());
        }
        return storage.get(layout.offset());
    }

    // ---------------------------------------------------------------- life and gradients

    /// Keeps the numbers beyond the open step and beyond backward.
    public Tensor keep() {
        storage.buffer().keep();
        return this;
    }

    /// The same numbers as a leaf that wants a gradient.
    public Tensor withGradient() {
        if (!dtype().isFloating()) {
            throw new ShapeException("withGradient", "only floating-point tensors have gradients, got " + dtype());
        }
        return new Tensor(backend, storage, layout, null, true);
    }

    /// The same numbers without history.
    public Tensor detach() {
        return node == null && !leafGradient ? this : new Tensor(backend, storage, layout, null, false);
    }

    /// The same numbers as the result of `origin`: for [Autograd] alone.
    public Tensor from(Node origin) {
        return new Tensor(backend, storage, layout, origin, false);
    }

    /// A view of the same storage without history: for the operations that are views.
    public Tensor view(Layout other) {
        return new Tensor(backend, storage, other, null, false);
    }

    /// What this tensor came from, or null for a leaf.
    public Node node() {
        return node;
    }

    /// Whether a gradient can reach it.
    public boolean needsGradient() {
        return node != null || leafGradient;
    }

    /// Gradients of this scalar for every leaf it depends on.
    public Gradients backward() {
        if (shape().size() != 1) {
            throw new ShapeException(
                    "backward", "starts from one number, got " + shape() + ". Reduce it first, or give an upstream");
        }
        return Backward.run(this, full(backend, dtype(), shape(), 1));
    }

    /// Gradients of `Σ this · upstream`.
    public Gradients backward(Tensor upstream) {
        return Backward.run(this, upstream);
    }

    // ---------------------------------------------------------------- elementwise

    public Tensor add(Tensor other) {
        return Autograd.apply(new Add(), this, other);
    }

    public Tensor sub(Tensor other) {
        return Autograd.apply(new Sub(), this, other);
    }

    public Tensor mul(Tensor other) {
        return Autograd.apply(new Mul(), this, other);
    }

    public Tensor div(Tensor other) {
        return Autograd.apply(new Div(), this, other);
    }

    /// `this · alpha + beta`.
    public Tensor affine(double alpha, double beta) {
        return Autograd.apply(new Affine(alpha, beta), this);
    }

    /// `this · factor`.
    public Tensor mul(double factor) {
        return affine(factor, 0);
    }

    public Tensor neg() {
        return Autograd.apply(new Neg(), this);
    }

    public Tensor exp() {
        return Autograd.apply(new Exp(), this);
    }

    public Tensor log() {
        return Autograd.apply(new Log(), this);
    }

    public Tensor sqrt() {
        return Autograd.apply(new Sqrt(), this);
    }

    public Tensor tanh() {
        return Autograd.apply(new Tanh(), this);
    }

    public Tensor relu() {
        return Autograd.apply(new Relu(), this);
    }

    public Tensor gelu() {
        return Autograd.apply(new Gelu(), this);
    }

    public Tensor geluTanh() {
        return Autograd.apply(new GeluTanh(), this);
    }

    public Tensor quickGelu() {
        return Autograd.apply(new QuickGelu(), this);
    }

    public Tensor cast(DType type) {
        return type == dtype() ? this : Autograd.apply(new Cast(type), this);
    }

    /// Where this mask is true `a`, else `b`.
    public Tensor where(Tensor a, Tensor b) {
        return Autograd.apply(new Where(), this, a, b);
    }

    /// `value` where `mask` is true, else this.
    public Tensor maskedFill(Tensor mask, double value) {
        return mask.where(full(backend, dtype(), Shape.SCALAR, value), this);
    }

    /// A mask of where this and `other` compare so.
    public Tensor compare(Comparison how, Tensor other) {
        return Autograd.apply(new Compare(how), this, other);
    }

    // ---------------------------------------------------------------- reductions and norms

    public Tensor sum(int axis, boolean keepDim) {
        return Autograd.apply(new Sum(new int[] {axis}, keepDim), this);
    }

    /// Sum of everything, a scalar.
    public Tensor sum() {
        return Autograd.apply(new Sum(null, false), this);
    }

    public Tensor mean(int axis, boolean keepDim) {
        return Mean.of(this, new int[] {axis}, keepDim);
    }

    /// Mean of everything, a scalar.
    public Tensor mean() {
        return Mean.of(this, null, false);
    }

    /// The largest along an axis; the gradient goes to the first of equals.
    public Tensor max(int axis) {
        return Max.of(this, axis, false).values();
    }

    /// The place of the largest along an axis, I64.
    public Tensor argMax(int axis) {
        return Autograd.apply(new ArgMax(axis, false), this);
    }

    public Tensor softmax(int axis) {
        return Softmax.of(this, axis);
    }

    public Tensor logSoftmax(int axis) {
        return LogSoftmax.of(this, axis);
    }

    public Tensor l2Normalize(int axis) {
        return L2Normalize.of(this, axis);
    }

    // ---------------------------------------------------------------- products and shapes

    public Tensor matmul(Tensor other) {
        return MatMul.of(this, other);
    }

    public Tensor reshape(int... sizes) {
        return Autograd.apply(new Reshape(shape().infer(sizes)), this);
    }

    public Tensor permute(int... order) {
        return Autograd.apply(new Permute(order), this);
    }

    public Tensor transpose(int a, int b) {
        return Permute.swap(this, a, b);
    }

    public Tensor expand(int... sizes) {
        return Autograd.apply(new Expand(sizes), this);
    }

    public Tensor slice(int axis, int start, int stop) {
        return Autograd.apply(new Slice(axis, start, stop, 1), this);
    }

    public Tensor select(int axis, int index) {
        return Autograd.apply(new Select(axis, index), this);
    }

    /// A new axis of size 1 before `axis`.
    public Tensor unsqueeze(int axis) {
        return reshape(shape().insert(axis < 0 ? axis + rank() + 1 : axis, 1).dims());
    }

    /// Row-major numbers: this tensor if it is, else a copy. The one place that makes strided views contiguous.
    public Tensor contiguous() {
        return layout.isContiguous() ? this : Autograd.apply(new Contiguous(), this);
    }

    /// `[batch, seq, hidden]` to `[batch, heads, seq, headDim]`, a view.
    public Tensor splitHeads(int heads) {
        return reshape(dim(0), dim(1), heads, dim(2) / heads).permute(0, 2, 1, 3);
    }

    /// `[batch, heads, seq, headDim]` to `[batch, seq, hidden]`.
    public Tensor mergeHeads() {
        return permute(0, 2, 1, 3).reshape(dim(0), dim(2), dim(1) * dim(3));
    }

    @Override
    public String toString() {
        return "Tensor " + dtype() + " " + shape() + (needsGradient() ? " with gradient" : "");
    }
}
