package io.blip2j.blip2;

import io.blip2j.blip2.generate.TokenListener;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Predicate;

/// New ids of one answer as text, piece by piece. A character whose bytes are spread over several ids comes when
/// its last one is there.
final class TextStream implements TokenListener {
    private static final char BROKEN = '\uFFFD'; // what a decoder gives for bytes that are no character yet

    private final Function<long[], String> decoder;
    private final Predicate<String> listener;
    private long[] ids = new long[16];
    private int count;
    private String said = "";

    /// The listener has had enough.
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Stopped() {
            super("stopped by the listener", null, false, false);
        }
    }

    /// @param decoder ids to text without white space around it
    /// @param listener gets pieces; false stops with [Stopped]
    TextStream(Function<long[], String> decoder, Predicate<String> listener) {
        this.decoder = decoder;
        this.listener = listener;
    }

    @Override
    public void token(int prompt, int answer, long id) {
        if (answer == 0) {
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, 2 * count);
            }
            ids[count++] = id;
            String now = decoder.apply(Arrays.copyOf(ids, count));
            int end = now.length();
            while (end > 0 && now.charAt(end - 1) == BROKEN) {
                end--;
            }
            say(now.substring(0, end));
        }
    }

    /// Everything is there: what looked broken stays so.
    void end() {
        say(decoder.apply(Arrays.copyOf(ids, count)));
    }

    private void say(String now) {
        String more = now.startsWith(said) ? now.substring(said.length()) : "";
        said = more.isEmpty() ? said : now;
        // An id without text asks too: it may be long before the next word.
        if (!listener.test(more)) {
            throw new Stopped();
        }
    }

    /// The text so far.
    String said() {
        return said;
    }
}
