package io.blip2j.core.backend.vector;

import static io.blip2j.core.backend.vector.Rows.L;
import static io.blip2j.core.backend.vector.Rows.LANES;
import static io.blip2j.core.backend.vector.Rows.S;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.blip2j.core.backend.AdamStep;
import jdk.incubator.vector.FloatVector;

/// AdamW and SGD in place, in blocks of 4096 elements.
final class VectorOptimisers {
    private VectorOptimisers() {}

    /// The numbers of one AdamW step, as the loop multiplies with them.
    private record Factors(
            float gradientScale,
            float beta1,
            float fresh1,
            float beta2,
            float fresh2,
            float rate,
            float root,
            float eps,
            float decay) {
        static Factors of(AdamStep step, double gradientScale) {
            double correction1 = 1 - StrictMath.pow(step.beta1(), step.count());
            double correction2 = 1 - StrictMath.pow(step.beta2(), step.count());
            return new Factors(
                    (float) gradientScale,
                    (float) step.beta1(),
                    (float) (1 - step.beta1()),
                    (float) step.beta2(),
                    (float) (1 - step.beta2()),
                    (float) (step.lr() / correction1),
                    (float) (1 / Math.sqrt(correction2)),
                    (float) step.eps(),
                    (float) (step.lr() * step.weightDecay()));
        }
    }

    /// @return `Σ (change of theta)²`: 64 lanes for each block, blocks added in order
    static double adamW(
            AdamStep step,
            double gradientScale,
            float[] theta,
            int to,
            float[] g,
            int go,
            float[] m,
            int mo,
            float[] v,
            int vo,
            int n) {
        Factors f = Factors.of(step, gradientScale);
        double[] changes = Workspace.mine().sums(Pieces.count(n, Pieces.BLOCK));
        Pieces.blocks(n, (from, end) -> {
            Workspace own = Workspace.mine();
            float[] lanes = own.lanes;
            java.util.Arrays.fill(lanes, 0);
            int whole = S.loopBound(end - from);
            adamW(f, theta, to + from, g, go + from, m, mo + from, v, vo + from, whole, lanes, 0);
            int rest = end - from - whole;
            if (rest > 0) {
                float[] tail = own.tails; // zeros behind the rest change by nothing
                java.util.Arrays.fill(tail, 0, 4 * L, 0);
                System.arraycopy(theta, to + end - rest, tail, 0, rest);
                System.arraycopy(g, go + end - rest, tail, L, rest);
                System.arraycopy(m, mo + end - rest, tail, 2 * L, rest);
                System.arraycopy(v, vo + end - rest, tail, 3 * L, rest);
                adamW(f, tail, 0, tail, L, tail, 2 * L, tail, 3 * L, L, lanes, whole & LANES - 1);
                System.arraycopy(tail, 0, theta, to + end - rest, rest);
                System.arraycopy(tail, 2 * L, m, mo + end - rest, rest);
                System.arraycopy(tail, 3 * L, v, vo + end - rest, rest);
            }
            changes[from / Pieces.BLOCK] = Rows.sum(lanes);
        });
        double change = 0;
        for (int from = 0; from < n; from += Pieces.BLOCK) {
            change += changes[from / Pieces.BLOCK];
        }
        return change;
    }

    private static void adamW(
            Factors f,
            float[] theta,
            int to,
            float[] g,
            int go,
            float[] m,
            int mo,
            float[] v,
            int vo,
            int n,
            float[] lanes,
            int firstLane) {
        FloatVector gradientScale = FloatVector.broadcast(S, f.gradientScale);
        FloatVector beta1 = FloatVector.broadcast(S, f.beta1);
        FloatVector beta2 = FloatVector.broadcast(S, f.beta2);
        FloatVector fresh1 = FloatVector.broadcast(S, f.fresh1);
        FloatVector fresh2 = FloatVector.broadcast(S, f.fresh2);
        FloatVector root = FloatVector.broadcast(S, f.root);
        FloatVector eps = FloatVector.broadcast(S, f.eps);
        FloatVector rate = FloatVector.broadcast(S, f.rate);
        FloatVector decay = FloatVector.broadcast(S, f.decay);
        for (int i = 0; i < n; i += L) {
            FloatVector gradient = fromArray(S, g, go + i).mul(gradientScale);
            FloatVector first = fromArray(S, m, mo + i).fma(beta1, gradient.mul(fresh1));
            FloatVector second =
                    fromArray(S, v, vo + i).fma(beta2, gradient.mul(fresh2).mul(gradient));
            first.intoArray(m, mo + i);
            second.intoArray(v, vo + i);
            FloatVector step = first.mul(rate).div(second.sqrt().fma(root, eps));
            FloatVector before = fromArray(S, theta, to + i);
            FloatVector change = before.fma(decay, step);
            before.sub(change).intoArray(theta, to + i);
            int lane = i + firstLane & LANES - 1;
            change.fma(change, fromArray(S, lanes, lane)).intoArray(lanes, lane);
        }
    }

    /// The numbers of one SGD step: `d = g·scale + θ·decay`, `buffer = μ·buffer + fresh·d`, `θ -= direct·d +
    /// carried·buffer`.
    private record Sgd(float scale, float decay, float momentum, float fresh, float direct, float carried) {}

    /// @param buffer null without momentum
    static void sgd(
            double lr,
            double weightDecay,
            double momentum,
            double dampening,
            boolean nesterov,
            boolean first,
            double gradientScale,
            float[] theta,
            int to,
            float[] g,
            int go,
            float[] buffer,
            int bo,
            int n) {
        boolean direct = buffer == null || nesterov;
        Sgd f = new Sgd(
                (float) gradientScale,
                (float) weightDecay,
                first ? 0 : (float) momentum,
                first ? 1 : (float) (1 - dampening),
                direct ? (float) lr : 0,
                nesterov ? (float) (lr * momentum) : (float) lr);
        if (first && buffer != null) {
            java.util.Arrays.fill(buffer, bo, bo + n, 0);
        }
        Pieces.blocks(n, (from, end) -> {
            int whole = S.loopBound(end - from);
            int rest = end - from - whole;
            if (buffer == null) {
                plain(f, theta, to + from, g, go + from, whole);
            } else {
                withMomentum(f, theta, to + from, g, go + from, buffer, bo + from, whole);
            }
            if (rest > 0) {
                float[] tail = Workspace.mine().tails;
                System.arraycopy(theta, to + end - rest, tail, 0, rest);
                System.arraycopy(g, go + end - rest, tail, L, rest);
                if (buffer == null) {
                    plain(f, tail, 0, tail, L, L);
                } else {
                    System.arraycopy(buffer, bo + end - rest, tail, 2 * L, rest);
                    withMomentum(f, tail, 0, tail, L, tail, 2 * L, L);
                    System.arraycopy(tail, 2 * L, buffer, bo + end - rest, rest);
                }
                System.arraycopy(tail, 0, theta, to + end - rest, rest);
            }
        });
    }

    private static void plain(Sgd f, float[] theta, int to, float[] g, int go, int n) {
        FloatVector scale = FloatVector.broadcast(S, f.scale);
        FloatVector decay = FloatVector.broadcast(S, f.decay);
        FloatVector minusRate = FloatVector.broadcast(S, -f.direct);
        for (int i = 0; i < n; i += L) {
            FloatVector before = fromArray(S, theta, to + i);
            before.fma(decay, fromArray(S, g, go + i).mul(scale))
                    .fma(minusRate, before)
                    .intoArray(theta, to + i);
        }
    }

    private static void withMomentum(Sgd f, float[] theta, int to, float[] g, int go, float[] b, int bo, int n) {
        FloatVector scale = FloatVector.broadcast(S, f.scale);
        FloatVector decay = FloatVector.broadcast(S, f.decay);
        FloatVector momentum = FloatVector.broadcast(S, f.momentum);
        FloatVector fresh = FloatVector.broadcast(S, f.fresh);
        FloatVector minusDirect = FloatVector.broadcast(S, -f.direct);
        FloatVector minusCarried = FloatVector.broadcast(S, -f.carried);
        for (int i = 0; i < n; i += L) {
            FloatVector before = fromArray(S, theta, to + i);
            FloatVector d = before.fma(decay, fromArray(S, g, go + i).mul(scale));
            FloatVector velocity = fromArray(S, b, bo + i).fma(momentum, d.mul(fresh));
            velocity.intoArray(b, bo + i);
            velocity.fma(minusCarried, d.fma(minusDirect, before)).intoArray(theta, to + i);
        }
    }
}
