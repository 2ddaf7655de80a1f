package io.blip2j.core.op;

import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.Comparison;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.op.OpSpec.Check;
import io.blip2j.core.op.OpSpec.Domain;
import io.blip2j.core.op.OpSpec.Input;
import io.blip2j.core.op.elementwise.*;
import io.blip2j.core.op.index.*;
import io.blip2j.core.op.linear.*;
import io.blip2j.core.op.loss.*;
import io.blip2j.core.op.norm.*;
import io.blip2j.core.op.reduce.*;
import io.blip2j.core.op.shape.*;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The table of operations. A new operation is one row here.
final class OpSpecs {
    static final Map<String, OpSpec> ALL = new LinkedHashMap<>();

    private OpSpecs() {}

    static {
        // ---- elementwise, two tensors
        binary("add", new Add(), Domain.ANY, Domain.ANY);
        binary("sub", new Sub(), Domain.ANY, Domain.ANY);
        binary("mul", new Mul(), Domain.ANY, Domain.ANY);
        binary("div", new Div(), Domain.ANY, Domain.AWAY);
        binary("pow", new Pow(), Domain.POSITIVE, Domain.ANY);
        binary("maximum", new Maximum(), Domain.ANY, Domain.ANY);
        binary("minimum", new Minimum(), Domain.ANY, Domain.ANY);
        // ---- elementwise, one tensor
        unary("neg", new Neg(), Domain.ANY);
        unary("abs", new Abs(), Domain.AWAY);
        unary("relu", new Relu(), Domain.AWAY);
        unary("exp", new Exp(), Domain.ANY);
        unary("log", new Log(), Domain.POSITIVE);
        unary("sqrt", new Sqrt(), Domain.POSITIVE);
        unary("rsqrt", new Rsqrt(), Domain.POSITIVE);
        unary("reciprocal", new Reciprocal(), Domain.AWAY);
        unary("tanh", new Tanh(), Domain.ANY);
        unary("sigmoid", new Sigmoid(), Domain.ANY);
        unary("erf", new Erf(), Domain.ANY);
        unary("gelu", new Gelu(), Domain.ANY);
        unary("gelu_tanh", new GeluTanh(), Domain.ANY);
        unary("quick_gelu", new QuickGelu(), Domain.ANY);
        unary("silu", new Silu(), Domain.ANY);
        row(
                "affine",
                (in, a) -> of(in.get("x").affine(number(a, "alpha"), number(a, "beta"))),
                check(in -> in[0].affine(1.5, -2), any(3, 5)));
        row(
                "clamp",
                (in, a) -> of(apply(
                        new Clamp(
                                bound(a, "low", Double.NEGATIVE_INFINITY), bound(a, "high", Double.POSITIVE_INFINITY)),
                        in.get("x"))),
                check(in -> apply(new Clamp(-0.1, 0.1), in[0]), new Input(Domain.AWAY, 4, 5)));
        row(
                "pow_scalar",
                (in, a) -> of(apply(new PowScalar(number(a, "exponent")), in.get("x"))),
                check(in -> apply(new PowScalar(2.5), in[0]), new Input(Domain.POSITIVE, 7)));
        row(
                "cast",
                (in, a) -> of(in.get("x").cast(type(a.get("to").text()))),
                check(in -> in[0].cast(DType.F64).mul(in[0]), any(3)));
        // ---- masks
        row(
                "compare",
                (in, a) -> of(in.get("a")
                        .compare(
                                Comparison.valueOf(a.get("how").text().toUpperCase(java.util.Locale.ROOT)),
                                in.get("b"))));
        row(
                "logical",
                (in, a) -> of(in.get("a")
                        .compare(
                                Comparison.valueOf(a.get("how")
                                        .text()
                                        .replace("logical_", "")
                                        .toUpperCase(java.util.Locale.ROOT)),
                                in.get("b"))));
        row("logical_not", (in, a) -> of(Compare.not(in.get("mask"))));
        row(
                "where",
                (in, a) -> of(in.get("mask").where(in.get("a"), in.get("b"))),
                check(in -> mask(in[0], 3, 4).where(in[0], in[1]), any(3, 4), any(4)));
        row(
                "masked_fill",
                (in, a) -> of(
                        in.get("x").maskedFill(broadcastMask(in), a.get("value").number())),
                check(in -> in[0].maskedFill(mask(in[0], 3, 4), 2), any(3, 4)));
        row(
                "masked_scatter",
                (in, a) -> of(MaskedScatter.of(in.get("x"), in.get("mask"), in.get("source"))),
                check(in -> MaskedScatter.of(in[0], mask(in[0], 3, 4), in[1]), any(3, 4), any(12)));
        row(
                "triu",
                (in, a) ->
                        of(Triangle.upper(in.get("x"), a.get("diagonal").or(0L).integer())),
                check(in -> Triangle.upper(in[0], 1), any(3, 4)));
        row(
                "tril",
                (in, a) ->
                        of(Triangle.lower(in.get("x"), a.get("diagonal").or(0L).integer())),
                check(in -> Triangle.lower(in[0], -1), any(3, 4)));
        row(
                "dropout",
                (in, a) -> of(Dropout.masked(in.get("x"), in.get("mask"), number(a, "p"))),
                check(in -> Dropout.masked(in[0], mask(in[0], 3, 4), 0.25), any(3, 4)));
        // ---- reductions
        row(
                "sum",
                (in, a) -> of(apply(new Sum(dims(a), keep(a)), in.get("x"))),
                check(in -> apply(new Sum(new int[] {0, 2}, false), in[0]), any(2, 3, 4)));
        row(
                "mean",
                (in, a) -> of(Mean.of(in.get("x"), dims(a), keep(a))),
                check(in -> Mean.of(in[0], new int[] {1}, true), any(2, 3, 4)));
        row(
                "amax",
                (in, a) -> of(apply(new AMax(dims(a), keep(a)), in.get("x"))),
                check(in -> apply(new AMax(new int[] {1}, false), in[0]), any(3, 5)));
        row(
                "amin",
                (in, a) -> of(apply(new AMin(dims(a), keep(a)), in.get("x"))),
                check(in -> apply(new AMin(new int[] {0}, true), in[0]), any(3, 5)));
        row(
                "max",
                (in, a) -> both(Max.of(in.get("x"), a.get("dim").integer(), keep(a))),
                check(in -> Max.of(in[0], 1, false).values(), any(3, 5)));
        row("argmax", (in, a) -> of(argmax(in.get("x"), a)));
        row(
                "topk",
                (in, a) -> both(TopK.of(in.get("x"), a.get("k").integer(), true)),
                check(in -> TopK.of(in[0], 2, true).values(), any(3, 5)));
        row(
                "sort",
                (in, a) -> both(TopK.sort(in.get("x"), a.get("descending").isTrue())),
                check(in -> TopK.sort(in[0], false).values(), any(3, 5)));
        row(
                "logsumexp",
                (in, a) -> of(apply(new LogSumExp(a.get("dim").integer(), keep(a)), in.get("x"))),
                check(in -> apply(new LogSumExp(0, false), in[0]), any(3, 5)));
        row(
                "cumsum",
                (in, a) -> of(apply(new CumulativeSum(a.get("dim").integer()), in.get("x"))),
                check(in -> apply(new CumulativeSum(0), in[0]), any(3, 5)));
        // ---- normalisation
        row(
                "softmax",
                (in, a) -> of(in.get("x").softmax(a.get("dim").integer())),
                check(in -> in[0].softmax(0), any(3, 5)));
        row(
                "log_softmax",
                (in, a) -> of(in.get("x").logSoftmax(a.get("dim").integer())),
                check(in -> in[0].logSoftmax(-1), any(3, 5)));
        row(
                "layer_norm",
                (in, a) -> of(LayerNorm.of(in.get("x"), in.get("weight"), in.get("bias"), number(a, "eps"))),
                check(in -> LayerNorm.of(in[0], in[1], in[2], 1e-5), any(3, 5), any(5), any(5)),
                check(in -> LayerNorm.of(in[0], null, null, 1e-5), any(3, 5)));
        row(
                "rms_norm",
                (in, a) -> of(RmsNorm.of(in.get("x"), in.get("weight"), number(a, "eps"))),
                check(in -> RmsNorm.of(in[0], in[1], 1e-6), any(3, 5), any(5)));
        row(
                "l2_normalize",
                (in, a) -> of(in.get("x").l2Normalize(a.get("dim").integer())),
                check(in -> in[0].l2Normalize(-1), any(3, 5)));
        // ---- products
        row(
                "matmul",
                (in, a) -> of(in.get("a").matmul(in.get("b"))),
                check(in -> in[0].matmul(in[1]), any(2, 1, 3, 4), any(5, 4, 2)),
                check(in -> in[0].matmul(in[1]), any(4), any(4)));
        row(
                "bmm",
                (in, a) -> of(MatMul.batched(in.get("a"), in.get("b"))),
                check(in -> MatMul.batched(in[0], in[1].transpose(1, 2)), any(2, 3, 4), any(2, 5, 4)));
        row(
                "linear",
                (in, a) -> of(Linear.of(in.get("x"), in.get("weight"), in.get("bias"))),
                check(in -> Linear.of(in[0], in[1], in[2]), any(2, 3, 4), any(5, 4), any(5)));
        row(
                "linear_mixed",
                (in, a) -> of(Linear.of(
                        in.get("x"),
                        in.get("x")
                                .kernels()
                                .pack("weight", in.get("weight").contiguous().operand(), format(in.get("weight"))),
                        null)));
        row(
                "conv2d",
                (in, a) -> of(Conv2d.of(
                        in.get("x"),
                        in.get("weight"),
                        in.get("bias"),
                        pair(a, "stride", 1),
                        pair(a, "padding", 0),
                        pair(a, "dilation", 1),
                        a.get("groups").or(1L).integer())),
                check(
                        in -> Conv2d.of(in[0], in[1], in[2], new int[] {2, 1}, new int[] {1, 0}, new int[] {1, 2}, 2),
                        any(2, 4, 5, 6),
                        any(6, 2, 3, 2),
                        any(6)));
        row(
                "scaled_dot_product_attention",
                (in, a) -> of(attention(in, a)),
                check(
                        in -> Attention.of(AttentionSpec.full(0.7f), in[0], in[1], in[2], in[3], null),
                        any(2, 2, 3, 4),
                        any(2, 2, 5, 4),
                        any(2, 2, 5, 3),
                        any(2, 1, 1, 5)),
                check(
                        in -> Attention.of(
                                AttentionSpec.causal(0.7f, 1).withPrefix(2).withKeyLengths(new int[] {5, 3}),
                                in[0],
                                in[1],
                                in[2],
                                null,
                                null),
                        any(2, 2, 4, 3),
                        any(2, 2, 5, 3),
                        any(2, 2, 5, 3)),
                check(
                        in -> Attention.of(
                                AttentionSpec.full(1)
                                        .withDistances(new AttentionSpec.Distances(
                                                new int[] {0, 1, 2}, new int[] {0, 1, 2, 3}, 2)),
                                in[0],
                                in[1],
                                in[2],
                                null,
                                in[3]),
                        any(1, 2, 3, 4),
                        any(1, 2, 4, 4),
                        any(1, 2, 4, 4),
                        any(2, 6)));
        // ---- lookups
        row(
                "embedding",
                (in, a) -> of(Embedding.of(
                        in.get("ids"),
                        in.get("weight"),
                        a.get("padding_idx").or(-1L).integer())),
                check(in -> Embedding.of(Tensor.of(in[0].backend(), new long[] {2, 0, 2}, 3), in[0], -1), any(4, 3)));
        row(
                "gather",
                (in, a) -> of(Gather.of(in.get("x"), a.get("dim").integer(), in.get("index"))),
                check(in -> Gather.of(in[0], 1, Tensor.of(in[0].backend(), new long[] {2, 0, 2, 1}, 2, 2)), any(2, 3)));
        row(
                "index_select",
                (in, a) -> of(IndexSelect.of(in.get("x"), a.get("dim").integer(), in.get("index"))),
                check(in -> IndexSelect.of(in[0], 0, Tensor.of(in[0].backend(), new long[] {2, 0, 2}, 3)), any(3, 4)));
        row(
                "scatter_add",
                (in, a) -> of(ScatterAdd.of(in.get("x"), a.get("dim").integer(), in.get("index"), in.get("source"))),
                check(
                        in -> ScatterAdd.of(in[0], 0, Tensor.of(in[0].backend(), new long[] {1, 1, 0}, 1, 3), in[1]),
                        any(2, 3),
                        any(1, 3)));
        row(
                "scatter",
                (in, a) -> of(Scatter.of(in.get("x"), a.get("dim").integer(), in.get("index"), in.get("source"))),
                check(
                        in -> Scatter.of(in[0], 0, Tensor.of(in[0].backend(), new long[] {1, 1, 0}, 1, 3), in[1]),
                        any(2, 3),
                        any(1, 3)));
        row("one_hot", (in, a) -> of(OneHot.of(in.get("ids"), a.get("classes").integer())));
        // ---- shapes
        row(
                "cat",
                (in, a) -> of(Concat.of(a.get("dim").integer(), in.values().toArray(Tensor[]::new))),
                check(in -> Concat.of(1, in[0], in[1]), any(2, 3), any(2, 2)));
        row(
                "stack",
                (in, a) -> of(Concat.stack(a.get("dim").integer(), new ArrayList<>(in.values()))),
                check(in -> Concat.stack(1, List.of(in[0], in[1])), any(2, 3), any(2, 3)));
        row(
                "split",
                (in, a) -> split(in.get("x"), a),
                check(in -> Split.of(in[0], 1, 1, 2).get(1), any(2, 3)));
        row(
                "chunk",
                (in, a) -> Split.chunks(
                        in.get("x"), a.get("dim").integer(), a.get("chunks").integer()),
                check(in -> Split.chunks(in[0], 0, 2).get(0), any(3, 2)));
        row(
                "slice",
                (in, a) -> of(apply(
                        new Slice(
                                a.get("dim").integer(),
                                a.get("start").or(0L).integer(),
                                a.get("stop").or((long) Integer.MAX_VALUE).integer(),
                                a.get("step").or(1L).integer()),
                        in.get("x"))),
                check(in -> apply(new Slice(1, 1, -1, 2), in[0]), any(2, 6)));
        row(
                "select",
                (in, a) -> of(in.get("x")
                        .select(a.get("dim").integer(), a.get("index").integer())),
                check(in -> in[0].select(1, -1), any(2, 3)));
        row(
                "pad",
                (in, a) -> of(apply(
                        new Pad(a.get("pads").integers(), a.get("value").or(0L).number()), in.get("x"))),
                check(in -> apply(new Pad(new int[] {1, -1, 0, 2}, 3), in[0]), any(3, 4)));
        row(
                "transpose",
                (in, a) -> of(
                        in.get("x").transpose(a.get("a").integer(), a.get("b").integer())),
                check(in -> in[0].transpose(0, 2), any(2, 3, 4)));
        row(
                "permute",
                (in, a) -> of(in.get("x").permute(a.get("dims").integers())),
                check(in -> in[0].permute(2, 0, 1), any(2, 3, 4)));
        row(
                "reshape",
                (in, a) -> of(in.get("x").reshape(a.get("sizes").integers())),
                check(in -> in[0].transpose(0, 1).reshape(-1), any(2, 3)));
        row(
                "expand",
                (in, a) -> of(in.get("x").expand(a.get("sizes").integers())),
                check(in -> in[0].expand(4, 2, 3), any(2, 1)));
        row(
                "repeat_interleave",
                (in, a) -> of(RepeatInterleave.of(
                        in.get("x"), a.get("dim").integer(), a.get("repeats").integer())),
                check(in -> RepeatInterleave.of(in[0], 0, 3), any(2, 3)));
        row(
                "flip",
                (in, a) -> of(Flip.of(in.get("x"), a.get("dims").integers())),
                check(in -> Flip.of(in[0], 0, 1), any(2, 3)));
        row(
                "interpolate_bicubic",
                (in, a) -> of(Bicubic.of(
                        in.get("x"), a.get("size").integers()[0], a.get("size").integers()[1])),
                check(in -> Bicubic.of(in[0], 5, 2), any(1, 2, 3, 4)));
        // ---- losses
        row(
                "cross_entropy",
                (in, a) -> of(crossEntropy(in, a)),
                check(
                        in -> CrossEntropy.rows(
                                in[0], Tensor.of(in[0].backend(), new long[] {1, -100, 4}, 3), -100, 0.1),
                        any(3, 5)));
        row(
                "cross_entropy_soft",
                (in, a) -> of(softCrossEntropy(in, a)),
                check(in -> SoftCrossEntropy.mean(in[0], in[1], 0.1), any(3, 5), any(3, 5)));
    }

    private static void row(String name, OpSpec.Call call, Check... checks) {
        ALL.put(name, new OpSpec(name, call, List.of(checks)));
    }

    private static void unary(String name, Op op, Domain domain) {
        row(name, (in, a) -> of(apply(op, in.get("x"))), check(in -> apply(op, in[0]), new Input(domain, 3, 7)));
    }

    private static void binary(String name, Op op, Domain a, Domain b) {
        row(
                name,
                (in, attrs) -> of(apply(op, in.get("a"), in.get("b"))),
                check(in -> apply(op, in[0], in[1]), new Input(a, 3, 4), new Input(b, 3, 4)),
                check(in -> apply(op, in[0], in[1]), new Input(a, 2, 1, 4), new Input(b, 3, 1)));
    }

    private static Check check(Function<Tensor[], Tensor> f, Input... inputs) {
        return new Check(f, List.of(inputs));
    }

    private static Input any(int... dims) {
        return new Input(Domain.ANY, dims);
    }

    private static Tensor apply(Op op, Tensor... inputs) {
        return Autograd.apply(op, inputs);
    }

    private static List<Tensor> of(Tensor tensor) {
        return List.of(tensor);
    }

    private static List<Tensor> both(Max.Result result) {
        return List.of(result.values(), result.indices());
    }

    private static double number(Json attrs, String name) {
        return attrs.get(name).number();
    }

    private static double bound(Json attrs, String name, double open) {
        return attrs.has(name) ? attrs.get(name).number() : open;
    }

    private static int[] dims(Json attrs) {
        return attrs.has("dims") ? attrs.get("dims").integers() : null;
    }

    private static boolean keep(Json attrs) {
        return attrs.get("keepdim").isTrue();
    }

    private static int[] pair(Json attrs, String name, long otherwise) {
        int[] values = attrs.get(name).or(otherwise).integers();
        return values.length == 1 ? new int[] {values[0], values[0]} : values;
    }

    private static DType type(String name) {
        return switch (name) {
            case "bfloat16" -> DType.BF16;
            case "float16" -> DType.F16;
            case "float32" -> DType.F32;
            case "float64" -> DType.F64;
            case "int64" -> DType.I64;
            default -> throw new IllegalArgumentException("cast to " + name);
        };
    }

    private static MatrixFormat format(Tensor weight) {
        return weight.dtype() == DType.BF16 ? MatrixFormat.BF16 : MatrixFormat.F16;
    }

    /// Every second place true.
    private static Tensor mask(Tensor like, int... dims) {
        boolean[] places = new boolean[Shape.of(dims).size()];
        for (int i = 0; i < places.length; i += 2) {
            places[i] = true;
        }
        return Tensor.of(like.backend(), places, dims);
    }

    /// PyTorch refuses a mask that would enlarge x; so does this.
    private static Tensor broadcastMask(Map<String, Tensor> in) {
        return in.get("mask").expand(in.get("x").shape().dims());
    }

    private static Tensor argmax(Tensor x, Json attrs) {
        return attrs.has("dim")
                ? apply(new ArgMax(attrs.get("dim").integer(), keep(attrs)), x)
                : apply(new ArgMax(0, false), x.reshape(-1));
    }

    private static List<Tensor> split(Tensor x, Json attrs) {
        int dim = attrs.get("dim").integer();
        Json sizes = attrs.get("sizes");
        return sizes.isList() ? Split.of(x, dim, sizes.integers()) : Split.every(x, dim, sizes.integer());
    }

    private static Tensor attention(Map<String, Tensor> in, Json attrs) {
        Tensor q = in.get("q");
        float scale = attrs.has("scale") ? (float) attrs.get("scale").number() : (float) (1 / Math.sqrt(q.dim(-1)));
        AttentionSpec spec =
                attrs.get("is_causal").isTrue() ? AttentionSpec.causal(scale, 0) : AttentionSpec.full(scale);
        return Attention.of(spec, q, in.get("k"), in.get("v"), in.get("mask"), null);
    }

    private static Tensor crossEntropy(Map<String, Tensor> in, Json attrs) {
        Tensor logits = in.get("logits");
        Tensor target = in.get("target");
        long ignore = attrs.get("ignore_index").or(-100L).whole();
        double smoothing = attrs.get("label_smoothing").or(0.0).number();
        return switch (attrs.get("reduction").or("mean").text()) {
            case "mean" -> CrossEntropy.mean(logits, target, ignore, smoothing);
            case "sum" -> CrossEntropy.rows(logits, target, ignore, smoothing).sum();
            default -> CrossEntropy.rows(logits, target, ignore, smoothing);
        };
    }

    private static Tensor softCrossEntropy(Map<String, Tensor> in, Json attrs) {
        double smoothing = attrs.get("label_smoothing").or(0.0).number();
        Tensor logits = in.get("logits");
        return attrs.get("reduction").or("mean").text().equals("mean")
                ? SoftCrossEntropy.mean(logits, in.get("target"), smoothing)
                : SoftCrossEntropy.rows(logits, in.get("target"), smoothing);
    }

    /// Every backend that this machine has.
    static List<Backend> backends() {
        return io.blip2j.core.backend.Backends.available();
    }
}
