package io.blip2j.core.memory;

/// One array and its life: plain (garbage-collected), or lent by a [Step] until that closes.
///
/// Autograd counts who still needs it ([#hold()], [#letGo(String)]); when the last holder lets go of a lent array, it
/// returns to the pool at once. Every use asks [#array()], which refuses an array that has gone back.
public final class Buffer {
    private final Object array;
    private Step step;
    private int holders;
    private boolean kept;
    private boolean released;
    private String lastHolder;

    Buffer(Object array, Step step) {
        this.array = array;
        this.step = step;
    }

    /// A plain array that no step takes back.
    public static Buffer plain(Object array) {
        return new Buffer(array, null);
    }

    /// The array, if it is still ours.
    /// @throws IllegalStateException if its step is closed or backward released it
    public Object array() {
        if (released) {
            throw new IllegalStateException(
                    lastHolder != null
                            ? "saved by " + lastHolder + ", released by backward: keep() it"
                            : "tensor of step " + step.number() + ", which is closed: keep() it");
        }
        return array;
    }

    /// Exempts the array from its step's close and from release by backward.
    public void keep() {
        array();
        kept = true;
    }

    /// Autograd needs the array once more.
    public void hold() {
        holders++;
    }

    /// One holder is done; the last one sends a lent array back to the pool.
    /// @param holder name of the operation, for the message that a later use gets
    public void letGo(String holder) {
        holders--;
        if (holders == 0 && step != null && !kept && !released) {
            released = true;
            lastHolder = holder;
            step.giveBack(array);
        }
    }

    /// The array goes back when another step closes, or with null is garbage-collected.
    void moveTo(Step other) {
        step = other;
    }

    boolean isLentBy(Step lender) {
        return step == lender;
    }

    void close() {
        if (!kept && !released) {
            released = true;
            step.giveBack(array);
        }
    }
}
