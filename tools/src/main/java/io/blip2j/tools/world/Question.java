package io.blip2j.tools.world;

import java.util.Locale;

/// One question about a scene with its only right answer.
///
/// @param kind what is asked for
/// @param text the question, such as "what color is the circle ?"
/// @param answer the exact answer, such as "red" or "left of the blue square"
public record Question(Kind kind, String text, String answer) {

    /// The six kinds.
    public enum Kind {
        COLOR,
        SHAPE,
        SIZE,
        COUNT,
        WHERE,
        EXIST;

        /// The kind in lower case, as reports and logs name it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
