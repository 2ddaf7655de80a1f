package io.blip2j.core.backend.vector;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;

/// Loops that the compiler never puts into their callers.
///
/// C2 inlines vector operations only up to 18000 nodes a compilation, about seventy operations; behind that point
/// every vector is an object on the heap, and a loop ten times slower. A caller that inlined several polynomials
/// would pass it. A call through a handle that is no constant stays a call (of 3 ns), so each loop is compiled on
/// its own: the handles lie in fields and arrays that are not final, or in arrays, whose elements never are.
final class Outlined {
    private Outlined() {}

    /// A handle on the one static method of that name.
    /// @param owner the looking-up class, which has the method
    static MethodHandle of(MethodHandles.Lookup owner, String name) {
        for (Method method : owner.lookupClass().getDeclaredMethods()) {
            if (method.getName().equals(name)) {
                try {
                    return owner.unreflect(method);
                } catch (IllegalAccessException problem) {
                    throw new IllegalStateException(problem);
                }
            }
        }
        throw new IllegalStateException(owner + " has no " + name);
    }

    /// What a loop threw, as something unchecked.
    static RuntimeException failed(Throwable problem) {
        if (problem instanceof Error error) {
            throw error;
        }
        return problem instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(problem);
    }
}
