package io.blip2j.core.memory;

import io.blip2j.core.shape.DType;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/// Arrays waiting to be lent again, by element type and size class (four classes to each doubling).
///
/// One pool belongs to one thread's steps, so nothing is locked.
final class ArrayPool {
    private static final int MIN_CLASS_BITS = 6;

    private final Map<Class<?>, ArrayDeque<Object>[]> free = new HashMap<>();
    private boolean poison;

    /// Smallest class that holds `length`: `2^b`, or `2^b` and one, two or three quarters of it.
    static int sizeClass(int length) {
        int bits = Math.max(MIN_CLASS_BITS, 31 - Integer.numberOfLeadingZeros(Math.max(1, length)));
        int quarter = (1 << bits) >> 2;
        int steps = Math.max(0, (length - (1 << bits) + quarter - 1) / quarter);
        return bits * 4 + steps;
    }

    /// Length of the arrays of a class.
    static int classLength(int sizeClass) {
        int base = 1 << (sizeClass / 4);
        return base + (base >> 2) * (sizeClass % 4);
    }

    Object take(DType type, int length) {
        int sizeClass = sizeClass(length);
        ArrayDeque<Object>[] classes = free.get(arrayType(type));
        if (classes != null && classes[sizeClass] != null) {
            Object array = classes[sizeClass].pollFirst();
            if (array != null) {
                return array;
            }
        }
        return type.newArray(classLength(sizeClass));
    }

    void put(Object array) {
        if (poison) {
            poison(array);
        }
        int sizeClass = sizeClass(java.lang.reflect.Array.getLength(array));
        ArrayDeque<Object>[] classes = free.computeIfAbsent(array.getClass(), type -> newClasses());
        if (classes[sizeClass] == null) {
            classes[sizeClass] = new ArrayDeque<>();
        }
        classes[sizeClass].addFirst(array);
    }

    /// Fills returned arrays with NaN, so that a test sees any use after release.
    void poisonReturned(boolean on) {
        poison = on;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of generic deques cannot be created otherwise
    private static ArrayDeque<Object>[] newClasses() {
        return new ArrayDeque[32 * 4];
    }

    private static Class<?> arrayType(DType type) {
        return switch (type) {
            case F64 -> double[].class;
            case F32 -> float[].class;
            case F16, BF16 -> short[].class;
            case I64 -> long[].class;
            case I32 -> int[].class;
            case U8, BOOL -> byte[].class;
        };
    }

    private static void poison(Object array) {
        if (array instanceof float[] floats) {
            java.util.Arrays.fill(floats, Float.NaN);
        } else if (array instanceof double[] doubles) {
            java.util.Arrays.fill(doubles, Double.NaN);
        }
    }
}
