package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.AttentionSpec;
import io.blip2j.core.backend.MatrixFormat;
import io.blip2j.core.backend.Operand;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.backend.Storage;
import io.blip2j.core.backend.UnaryFunction;
import io.blip2j.core.random.Philox;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.shape.Shape;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/// Prints the vector width and one hash of what products and attention give: a program of its own, since the
/// width of a running JVM cannot be changed.
final class SameBitsMain {
    private final MessageDigest digest = MessageDigest.getInstance("SHA-256");
    private int made;

    private SameBitsMain() throws java.security.NoSuchAlgorithmException {}

    public static void main(String[] arguments) throws Exception {
        System.out.println(Lanes.COUNT + " " + new SameBitsMain().hash());
    }

    String hash() {
        for (int rows : new int[] {1, 5, 33}) {
            for (int n : new int[] {24, 160}) {
                for (int k : new int[] {1, 33, 800}) {
                    linear(rows, n, k);
                }
            }
        }
        for (int queries : new int[] {1, 9, 40}) {
            attention(AttentionSpec.causal(0.3f, 70 - queries), queries, 70, 24);
            attention(AttentionSpec.full(0.3f), queries, 130, 40);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void linear(int rows, int n, int k) {
        Operand x = random(rows, k);
        Operand w = random(n, k);
        Operand y = random(rows, n);
        Operand dx = random(rows, k);
        Operand dw = random(n, k);
        VectorProducts.linear(x, w, random(n), UnaryFunction.IDENTITY, random(rows, n), y);
        add(y);
        for (MatrixFormat format : MatrixFormat.values()) {
            PackedMatrix packed = Constants.pack("w", w, format);
            VectorProducts.linear(x, packed, null, UnaryFunction.IDENTITY, null, y);
            add(y);
            VectorProducts.linearInputGradient(y, packed, dx);
            add(dx);
        }
        VectorProducts.linearInputGradient(y, w, dx);
        add(dx);
        VectorProducts.linearWeightGradient(y, x, dw);
        add(dw);
    }

    private void attention(AttentionSpec spec, int queries, int keys, int dim) {
        Operand q = random(2, 2, queries, dim);
        Operand k = random(2, 2, keys, dim);
        Operand v = random(2, 2, keys, dim);
        Operand out = random(2, 2, queries, dim);
        Operand statistics = random(2, 2, queries);
        VectorAttention.attention(spec, q, k, v, null, null, out, statistics);
        add(out);
        add(statistics);
        Operand dq = random(2, 2, queries, dim);
        Operand dk = random(2, 2, keys, dim);
        Operand dv = random(2, 2, keys, dim);
        Operand dout = random(2, 2, queries, dim);
        VectorAttention.attentionGradient(spec, q, k, v, null, null, out, statistics, dout, dq, dk, dv, null, null);
        add(dq);
        add(dk);
        add(dv);
    }

    private Operand random(int... dims) {
        Shape shape = Shape.of(dims);
        float[] values = new float[shape.size()];
        Philox.normal(RandomKey.of(made++, "bits"), values);
        return new Operand(Storage.of(DType.F32, values.length, values), Layout.contiguous(shape));
    }

    private void add(Operand x) {
        float[] values = x.storage().floats();
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        bytes.asFloatBuffer().put(values);
        digest.update(bytes.array());
    }
}
