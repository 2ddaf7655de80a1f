package io.blip2j.tools.miniature;

import java.util.Locale;

/// Which kind of language model the quickstart trains.
public enum Language {
    OPT,
    T5;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
