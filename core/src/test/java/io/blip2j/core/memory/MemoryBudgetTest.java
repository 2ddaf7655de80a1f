package io.blip2j.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.InputException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    @Test
    void tooMuchIsRefusedByNameAndTakesNothing() {
        MemoryBudget budget = new MemoryBudget(100 << 20);
        budget.take("fc1.weight", 60 << 20);
        InputException problem = assertThrows(InputException.class, () -> budget.take("fc2.weight", 60 << 20));
        assertEquals(InputException.Kind.MEMORY, problem.kind());
        for (String part : new String[] {"fc2.weight", "60 MB more", "60 MB in use", "at most 100 MB"}) {
            assertTrue(problem.getMessage().contains(part), problem.getMessage());
        }
        assertEquals(60 << 20, budget.used());
        budget.take("fc3.weight", 40 << 20);
        budget.giveBack(100 << 20);
        assertEquals(0, budget.used());
        assertThrows(InputException.class, () -> budget.take("absurd", Long.MAX_VALUE));
        assertEquals(0, budget.used());
    }

    @Test
    void threadsNeverExceedItTogether() {
        MemoryBudget budget = new MemoryBudget(1000);
        IntStream.range(0, 4).parallel().forEach(thread -> {
            for (int i = 0; i < 2000; i++) {
                try {
                    budget.take("x", 300);
                    assertTrue(budget.used() <= 4 * 300 + 1000);
                    budget.giveBack(300);
                } catch (InputException full) {
                    assertEquals("MEM-BUDGET", full.code());
                }
            }
        });
        assertEquals(0, budget.used());
    }

    @Test
    void nativeMemoryIsCountedAndRefused() {
        MemoryBudget budget = MemoryBudget.nativeMemory();
        long limit = budget.limit();
        long before = budget.used();
        try {
            NativeMemory memory = NativeMemory.allocate("a", 4096);
            assertTrue(budget.used() >= 4096);
            assertEquals(0, memory.segment().address() % 64);
            budget.limit(budget.used() + 100);
            InputException problem = assertThrows(InputException.class, () -> NativeMemory.allocate("b", 4096));
            assertEquals("b", problem.what());
            assertTrue(budget.used() <= before + 4096);
        } finally {
            budget.limit(limit);
        }
    }
}
