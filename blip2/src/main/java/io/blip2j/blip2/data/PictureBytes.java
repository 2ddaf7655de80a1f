package io.blip2j.blip2.data;

import io.blip2j.blip2.image.Picture;
import io.blip2j.blip2.image.PictureReader;
import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Where the bytes of a picture are; they are read when they are wanted.
public sealed interface PictureBytes {
    /// How messages name it.
    String name();

    /// Reads and decodes it.
    /// @throws InputException with an `IMG-` code if that fails
    Picture read(PictureReader reader);

    /// A file of its own.
    record InFile(Path file) implements PictureBytes {
        @Override
        public String name() {
            return file.toString();
        }

        @Override
        public Picture read(PictureReader reader) {
            return reader.read(file);
        }
    }

    /// A part of an archive.
    ///
    /// @param archive a tar file that is not compressed
    /// @param entry name in it
    /// @param offset where its bytes begin
    /// @param size how many they are
    record InArchive(Path archive, String entry, long offset, long size) implements PictureBytes {
        @Override
        public String name() {
            return archive + ": " + entry;
        }

        @Override
        public Picture read(PictureReader reader) {
            if (size > reader.maxBytes()) {
                throw failure(InputException.Kind.BAD, "IMG-BYTES", size + " bytes", "at most " + reader.maxBytes());
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.READ)) {
                while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {
                    // a read may give fewer bytes than asked for
                }
            } catch (IOException problem) {
                InputException failure = failure(
                        InputException.Kind.IO, "IMG-IO", String.valueOf(problem.getMessage()), "a readable archive");
                failure.initCause(problem);
                throw failure;
            }
            if (bytes.hasRemaining()) {
                throw failure(
                        InputException.Kind.BAD,
                        "IMG-DATA",
                        "the end of the archive after " + bytes.position() + " bytes",
                        size + " bytes");
            }
            return reader.read(bytes.array(), name());
        }

        private InputException failure(InputException.Kind kind, String code, String found, String expected) {
            return new InputException(kind, code, name(), found, expected, "Download or make the archive again.");
        }
    }
}
