package io.blip2j.core.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;

/// One block of native memory, 64-byte aligned, counted in the [MemoryBudget] until its owner is gone.
public final class NativeMemory {
    private static final long ALIGNMENT = 64;
    private static final Cleaner CLEANER = Cleaner.create();

    private final MemorySegment segment;

    private NativeMemory(MemorySegment segment) {
        this.segment = segment;
    }

    /// Allocates zeroed bytes; they are given back once this object is unreachable.
    /// @param what name of the tensor, for the message when the budget is exceeded
    public static NativeMemory allocate(String what, long bytes) {
        MemoryBudget budget = MemoryBudget.nativeMemory();
        budget.take(what, bytes);
        Arena arena = Arena.ofShared();
        NativeMemory memory;
        try {
            memory = new NativeMemory(arena.allocate(Math.max(bytes, 1), ALIGNMENT));
        } catch (OutOfMemoryError full) { // the machine has less than the budget says
            arena.close();
            budget.giveBack(bytes);
            throw full;
        }
        CLEANER.register(memory, () -> {
            arena.close();
            budget.giveBack(bytes);
        });
        return memory;
    }

    /// The block itself. Keep this object reachable while the segment is in use.
    public MemorySegment segment() {
        return segment;
    }
}
