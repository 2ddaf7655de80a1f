package io.blip2j.core.memory;

import io.blip2j.core.shape.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// A scope of computation: arrays borrowed while it is open go back to the thread's pool when it closes.
///
/// ```java
/// try (Step step = Step.open()) {
///     Gradients gradients = model.loss(batch).backward();
///     adamW.step(gradients);
/// }
/// ```
///
/// A tensor that must outlive the step calls `keep()`. With no step open on a thread, arrays are plain,
/// garbage-collected ones. Steps of one thread nest like blocks.
public final class Step implements AutoCloseable {
    private static final int MIN_LENT_BYTES = 4096;
    private static final int MAX_LENT_LENGTH = 1 << 30; // beyond it a size class would overflow
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final ThreadLocal<State> STATE = ThreadLocal.withInitial(State::new);

    private static final class State {
        private final ArrayPool pool = new ArrayPool();
        private Step current;
    }

    private final State state;
    private final Step outer;
    private final long number;
    private final List<Buffer> lent = new ArrayList<>();
    private boolean closed;

    private Step(State state) {
        this.state = state;
        this.outer = state.current;
        this.number = NUMBERS.incrementAndGet();
    }

    /// Opens a step on this thread.
    public static Step open() {
        State state = STATE.get();
        state.current = new Step(state);
        return state.current;
    }

    /// An array for `length` elements, its content undefined if lent: from this thread's open step if it is large
    /// enough to be worth it, else a plain one.
    public static Buffer allocate(DType type, int length) {
        Step step = STATE.get().current;
        if (step == null || (long) length * type.bytes() < MIN_LENT_BYTES || length > MAX_LENT_LENGTH) {
            return Buffer.plain(type.newArray(length));
        }
        Buffer buffer = new Buffer(step.state.pool.take(type, length), step);
        step.lent.add(buffer);
        return buffer;
    }

    /// Whether a step is open on this thread.
    public static boolean isOpen() {
        return STATE.get().current != null;
    }

    /// Lets an array of this step live as long as the step around it.
    public void handOver(Buffer buffer) {
        if (buffer.isLentBy(this)) {
            lent.remove(buffer);
            buffer.moveTo(outer);
            if (outer != null) {
                outer.lent.add(buffer);
            }
        }
    }

    /// For tests: returned floating-point arrays of this thread are filled with NaN.
    public static void poisonReturned(boolean on) {
        STATE.get().pool.poisonReturned(on);
    }

    /// Running number of this step, for messages.
    public long number() {
        return number;
    }

    void giveBack(Object array) {
        state.pool.put(array);
    }

    /// Takes back every array lent, but for those of tensors marked `keep()`.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (Buffer buffer : lent) {
            buffer.close();
        }
        lent.clear();
        state.current = outer;
    }
}
