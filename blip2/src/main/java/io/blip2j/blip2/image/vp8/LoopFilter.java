package io.blip2j.blip2.image.vp8;

/// Smooths the edges between blocks where the step is small enough to be an artefact.
///
/// **Source:** RFC 6386 section 15; pixels `p3 p2 p1 p0 | q0 q1 q2 q3` across an edge.
final class LoopFilter {
    private final boolean simple;
    private final int sharpness;
    private final Plane luma;
    private final Plane u;
    private final Plane v;

    LoopFilter(FrameHeader header, Plane luma, Plane u, Plane v) {
        simple = header.simpleFilter;
        sharpness = header.sharpness;
        this.luma = luma;
        this.u = u;
        this.v = v;
    }

    /// Filters one macroblock, whose neighbours above and to the left have been filtered.
    ///
    /// @param inner whether the edges inside it count as well
    void filter(int row, int column, int level, boolean inner) {
        if (level == 0) {
            return;
        }
        int inside = sharpness == 0 ? level : level >> (sharpness > 4 ? 2 : 1);
        if (sharpness > 0) {
            inside = Math.min(inside, 9 - sharpness);
        }
        inside = Math.max(inside, 1);
        int step = 2 * level + inside;
        int busy = level >= 40 ? 2 : level >= 15 ? 1 : 0;
        for (int vertical = 0; vertical < 2; vertical++) {
            // First the edges that run down, then those that run across.
            boolean down = vertical == 0;
            if (down ? column > 0 : row > 0) {
                edges(row, column, down, 0, step + 4, inside, busy);
            }
            if (inner) {
                for (int at = 4; at < 16; at += 4) {
                    edges(row, column, down, at, step, inside, busy);
                }
            }
        }
    }

    /// One edge of luma, and the one of chroma at the same place.
    private void edges(int row, int column, boolean down, int at, int step, int inside, int busy) {
        edge(luma, luma.at(16 * row, 16 * column), down, at, 16, step, inside, busy);
        if (!simple && at % 8 == 0) {
            // Chroma has an edge inside at its fourth pixel, under the eighth of luma.
            edge(u, u.at(8 * row, 8 * column), down, at / 2, 8, step, inside, busy);
            edge(v, v.at(8 * row, 8 * column), down, at / 2, 8, step, inside, busy);
        }
    }

    private void edge(Plane plane, int block, boolean down, int at, int length, int step, int inside, int busy) {
        int across = down ? 1 : plane.stride;
        int along = down ? plane.stride : 1;
        int limit = 2 * step + 1;
        int q0 = block + at * across;
        for (int i = 0; i < length; i++, q0 += along) {
            if (simple) {
                if (small(plane, q0, across, limit)) {
                    two(plane, q0, across);
                }
            } else if (small(plane, q0, across, limit) && smooth(plane, q0, across, inside)) {
                if (busy(plane, q0, across, busy)) {
                    two(plane, q0, across);
                } else if (at == 0) {
                    six(plane, q0, across);
                } else {
                    four(plane, q0, across);
                }
            }
        }
    }

    private static boolean small(Plane p, int q0, int d, int limit) {
        return 4 * distance(p, q0 - d, q0) + distance(p, q0 - 2 * d, q0 + d) <= limit;
    }

    private static boolean smooth(Plane p, int q0, int d, int limit) {
        return distance(p, q0 - 4 * d, q0 - 3 * d) <= limit
                && distance(p, q0 - 3 * d, q0 - 2 * d) <= limit
                && distance(p, q0 - 2 * d, q0 - d) <= limit
                && distance(p, q0 + 3 * d, q0 + 2 * d) <= limit
                && distance(p, q0 + 2 * d, q0 + d) <= limit
                && distance(p, q0 + d, q0) <= limit;
    }

    private static boolean busy(Plane p, int q0, int d, int limit) {
        return distance(p, q0 - 2 * d, q0 - d) > limit || distance(p, q0 + d, q0) > limit;
    }

    private static void two(Plane p, int q0, int d) {
        int a = 3 * (p.get(q0) - p.get(q0 - d)) + signed(p.get(q0 - 2 * d) - p.get(q0 + d));
        p.set(q0 - d, p.get(q0 - d) + (signed(a + 3) >> 3));
        p.set(q0, p.get(q0) - (signed(a + 4) >> 3));
    }

    private static void four(Plane p, int q0, int d) {
        int a = 3 * (p.get(q0) - p.get(q0 - d));
        int forward = signed(a + 4) >> 3;
        int half = forward + 1 >> 1;
        p.set(q0 - 2 * d, p.get(q0 - 2 * d) + half);
        p.set(q0 - d, p.get(q0 - d) + (signed(a + 3) >> 3));
        p.set(q0, p.get(q0) - forward);
        p.set(q0 + d, p.get(q0 + d) - half);
    }

    private static void six(Plane p, int q0, int d) {
        int a = signed(3 * (p.get(q0) - p.get(q0 - d)) + signed(p.get(q0 - 2 * d) - p.get(q0 + d)));
        for (int i = 0; i < 3; i++) {
            int share = (27 - 9 * i) * a + 63 >> 7;
            int before = q0 - (i + 1) * d;
            int after = q0 + i * d;
            p.set(before, p.get(before) + share);
            p.set(after, p.get(after) - share);
        }
    }

    private static int distance(Plane p, int a, int b) {
        return Math.abs(p.get(a) - p.get(b));
    }

    private static int signed(int x) {
        return x < -128 ? -128 : Math.min(x, 127);
    }
}
