package io.blip2j.blip2.malformed;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.file.Path;

/// One row of the catalogue: an input that is made, how it is read, and what is said about it.
///
/// @param id number in the catalogue, such as `ST01`; several rows may share one
/// @param what what is wrong with the input
/// @param input makes it
/// @param reader reads it; for what is accepted it also checks what was read
/// @param told the refusal, or null where the input is accepted
/// @param millis the longest that reading may take
/// @param touched whether the reader itself changes the input, to see what comes of it
public record Row(String id, String what, Input input, Reader reader, Told told, long millis, boolean touched) {
    /// The usual limit of time.
    public static final long MILLIS = 200;

    /// Makes an input.
    @FunctionalInterface
    public interface Input {
        /// Writes it into an empty folder and returns what is to be read.
        Path write(Path folder) throws IOException;
    }

    /// Reads an input.
    @FunctionalInterface
    public interface Reader {
        /// Reads it, and throws whatever comes of that.
        void read(Path input) throws IOException;
    }

    /// A refusal.
    ///
    /// @param kind sort of problem
    /// @param code its code
    /// @param found a part of what it says was found
    /// @param expected a part of what it says was expected
    public record Told(InputException.Kind kind, String code, String found, String expected) {
        /// A refusal of something that is there.
        public static Told bad(String code, String found, String expected) {
            return new Told(InputException.Kind.BAD, code, found, expected);
        }
    }

    /// A row that is refused.
    public static Row refused(String id, String what, Input input, Reader reader, Told told) {
        return new Row(id, what, input, reader, told, MILLIS, false);
    }

    /// A row that is accepted.
    public static Row accepted(String id, String what, Input input, Reader reader) {
        return new Row(id, what, input, reader, null, MILLIS, false);
    }

    /// The same row with another limit of time.
    public Row within(long limit) {
        return new Row(id, what, input, reader, told, limit, touched);
    }

    /// The same row where the reader changes the input.
    public Row touching() {
        return new Row(id, what, input, reader, told, millis, true);
    }

    @Override
    public String toString() {
        return id + " " + what;
    }
}
