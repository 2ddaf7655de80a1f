package io.blip2j.tools.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;

/// Stdout that remembers why it could not be written to, which a `PrintStream` over it would swallow.
public final class ResultStream extends FilterOutputStream {
    private IOException failure;

    /// Stdout of this process.
    public ResultStream() {
        super(new FileOutputStream(FileDescriptor.out));
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (failure == null) {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                failure = e;
            }
        }
    }

    /// Why results were lost (the disk is full, the device gone), or null if none was. That the reader has seen
    /// enough and left, as `head` does, is no failure.
    public IOException failure() {
        return failure == null || String.valueOf(failure.getMessage()).contains("Broken pipe") ? null : failure;
    }
}
