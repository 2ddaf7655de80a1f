package io.blip2j.core.memory;

import io.blip2j.core.InputException;
import java.util.concurrent.atomic.AtomicLong;

/// Counts native memory against a limit, so that too much is an error with a name and not the kernel's killer.
public final class MemoryBudget {
    private static final MemoryBudget NATIVE = new MemoryBudget(defaultLimit());

    private final AtomicLong used = new AtomicLong();
    private volatile long limit;

    /// @param limit bytes that may be in use at once
    public MemoryBudget(long limit) {
        this.limit = limit;
    }

    /// The budget of this process's native memory; its limit is the system property `blip2j.native.bytes`.
    public static MemoryBudget nativeMemory() {
        return NATIVE;
    }

    private static long defaultLimit() {
        return Long.getLong("blip2j.native.bytes", Long.MAX_VALUE);
    }

    /// Takes `bytes` for `what`.
    /// @throws InputException of kind MEMORY that names the tensor, what it asked for, what is used and the limit
    public void take(String what, long bytes) {
        long before = used.getAndAdd(bytes);
        if (bytes > limit - before) {
            used.addAndGet(-bytes);
            throw new InputException(
                    InputException.Kind.MEMORY,
                    "MEM-BUDGET",
                    what,
                    megabytes(bytes) + " more on top of " + megabytes(before) + " in use",
                    "at most " + megabytes(limit) + " of native memory",
                    "Use --weights bf16, a smaller model, or a machine with more memory");
        }
    }

    /// Gives `bytes` back.
    public void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    /// Bytes in use.
    public long used() {
        return used.get();
    }

    /// Bytes that may be in use.
    public long limit() {
        return limit;
    }

    /// Sets the limit, for a launcher that knows the machine and for tests.
    public void limit(long bytes) {
        limit = bytes;
    }

    private static String megabytes(long bytes) {
        return (bytes + (1 << 20) - 1 >> 20) + " MB";
    }
}
