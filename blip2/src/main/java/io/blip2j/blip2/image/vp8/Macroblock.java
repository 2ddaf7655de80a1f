package io.blip2j.blip2.image.vp8;

/// 16x16 pixels: how they are predicted, and the coefficients of what the prediction lacks.
final class Macroblock {
    int segment;
    boolean skipped;
    /// Whether luma is predicted in sixteen parts, each with a mode of its own.
    boolean inParts;
    /// Mode of each 4x4 part, or sixteen times the mode of the whole.
    final byte[] lumaModes = new byte[16];
    int chromaMode;
    /// Coefficients times their steps: 16 blocks of luma, 4 of U, 4 of V, 16 numbers each.
    final int[] coefficients = new int[24 * 16];
    /// Whether any of them is not 0.
    boolean residue;
}
