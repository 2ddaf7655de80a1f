package io.blip2j.blip2.text;

import java.util.Arrays;

/// A binary heap of (rank, place): the lowest rank first, among equals the leftmost.
final class RankHeap {
    private long[] heap;
    private int size;

    RankHeap(int expected) {
        heap = new long[Math.max(4, expected)];
    }

    boolean isEmpty() {
        return size == 0;
    }

    static int rank(long candidate) {
        return (int) (candidate >>> 32);
    }

    static int place(long candidate) {
        return (int) candidate;
    }

    void add(int rank, int place) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        long candidate = (long) rank << 32 | place;
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) / 2;
            if (heap[parent] <= candidate) {
                break;
            }
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = candidate;
    }

    /// Takes the first out.
    long poll() {
        long first = heap[0];
        long last = heap[--size];
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= last) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = last;
        return first;
    }
}
