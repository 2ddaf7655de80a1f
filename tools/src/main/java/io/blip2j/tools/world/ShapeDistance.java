package io.blip2j.tools.world;

/// Signed distance to the outline of a shape: negative inside, in pixels, y downwards.
///
/// Distances are to the edges' lines, so they are exact along edges (where anti-aliasing needs them) and short of the
/// true distance beyond corners.
final class ShapeDistance {
    private static final double COS_60 = 0.5;
    private static final double SIN_60 = 0.8660254037844386;
    private static final int TIPS = 5;

    /// Directions of the star's tips, the first one upwards.
    private static final double[] TIP_X = new double[TIPS];

    private static final double[] TIP_Y = new double[TIPS];

    /// Outward normal of the edge from a tip of radius 1 to the next inner corner, in (along, across) of that tip.
    private static final double EDGE_ALONG;

    private static final double EDGE_ACROSS;

    static {
        for (int k = 0; k < TIPS; k++) {
            double angle = 2 * StrictMath.PI * k / TIPS;
            TIP_X[k] = StrictMath.sin(angle);
            TIP_Y[k] = -StrictMath.cos(angle);
        }
        double inner = 0.46;
        double along = inner * StrictMath.cos(StrictMath.PI / TIPS) - 1;
        double across = inner * StrictMath.sin(StrictMath.PI / TIPS);
        double length = Math.sqrt(along * along + across * across);
        EDGE_ALONG = across / length;
        EDGE_ACROSS = -along / length;
    }

    private ShapeDistance() {}

    /// The distance at (x, y) from the centre of a shape with outer radius `r`.
    ///
    /// Proportions give the six shapes about the same visual weight.
    static double at(ObjectShape shape, double r, double x, double y) {
        return switch (shape) {
            case CIRCLE -> Math.sqrt(x * x + y * y) - 0.96 * r;
            case SQUARE -> Math.max(Math.abs(x), Math.abs(y)) - 0.84 * r;
            case TRIANGLE -> triangle(1.1 * r, Math.abs(x), y - 0.2 * r);
            case STAR -> star(1.12 * r, x, y);
            case CROSS -> cross(r, Math.abs(x), Math.abs(y));
            case RING -> Math.abs(Math.sqrt(x * x + y * y) - 0.72 * r) - 0.26 * r;
        };
    }

    private static double triangle(double r, double x, double y) {
        return Math.max(y, SIN_60 * x - COS_60 * y) - r / 2;
    }

    private static double cross(double r, double x, double y) {
        return Math.max(Math.max(x, y) - r, Math.min(x, y) - 0.32 * r);
    }

    private static double star(double r, double x, double y) {
        double along = 0;
        double across = 0;
        for (int k = 0; k < TIPS; k++) {
            double dot = x * TIP_X[k] + y * TIP_Y[k];
            if (dot >= along) {
                along = dot;
                across = Math.abs(x * TIP_Y[k] - y * TIP_X[k]);
            }
        }
        return (along - r) * EDGE_ALONG + across * EDGE_ACROSS;
    }
}
