package io.blip2j.core.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// The bytes `from` up to `to` of a file as a stream, which never ends early: a file that does is an exception.
/// Closing it leaves the file open.
final class ChannelRange extends InputStream {
    private final FileChannel channel;
    private final long to;
    private long at;

    ChannelRange(FileChannel channel, long from, long to) {
        this.channel = channel;
        this.at = from;
        this.to = to;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (at == to) {
            return -1;
        }
        int got = channel.read(ByteBuffer.wrap(into, offset, (int) Math.min(length, to - at)), at);
        if (got < 0) {
            throw new EOFException("the file ended at byte " + at + " while it was read");
        }
        at += got;
        return got;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }
}
