package io.blip2j.core.backend.vector;

import io.blip2j.core.backend.Operand;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The bits that every case gives, as lines of name and SHA-256; run as a program in a JVM with other registers.
final class KernelBits {
    private KernelBits() {}

    public static void main(String[] args) throws NoSuchAlgorithmException {
        System.out.print("lanes " + Lanes.COUNT + "\n" + lines());
    }

    static String lines() throws NoSuchAlgorithmException {
        StringBuilder lines = new StringBuilder();
        for (KernelCases.Case one : KernelCases.of(new VectorKernels())) {
            one.call().run();
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Operand output : one.outputs()) {
                double[] values = output.storage().toDoubles(output.layout());
                ByteBuffer bytes = ByteBuffer.allocate(8 * values.length);
                for (double value : values) {
                    bytes.putLong(Double.doubleToLongBits(value));
                }
                digest.update(bytes.flip());
            }
            lines.append(one.name())
                    .append(' ')
                    .append(HexFormat.of().formatHex(digest.digest()))
                    .append('\n');
        }
        return lines.toString();
    }
}
