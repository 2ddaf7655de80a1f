package io.blip2j.blip2.data;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Counts bad samples by reason, lists them, and stops where there are too many.
///
/// A data set with one broken picture is used; one that is broken in large parts is a mistake to be told. More than
/// `limit` of the samples met are too many; that is judged once 1,000 were met, or at the end of an epoch.
public final class BadSamples {
    /// The part of bad samples that is borne.
    public static final double LIMIT = 0.02;

    private static final int JUDGED_FROM = 1000;

    private final String what;
    private final double limit;
    private final Map<String, Integer> reasons = new TreeMap<>();
    private final List<BadSample> listed = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();
    private long met;
    private long bad;

    /// @param what names the data in messages
    /// @param limit part that is borne, 0..1
    public BadSamples(String what, double limit) {
        this.what = what;
        this.limit = limit;
    }

    /// A good sample was met.
    public void good() {
        met++;
        if (met >= JUDGED_FROM) {
            judge();
        }
    }

    /// A bad sample was met.
    /// @throws InputException of kind BAD if there are too many
    public void bad(BadSample sample) {
        met++;
        bad++;
        reasons.merge(sample.code(), 1, Integer::sum);
        if (keys.add(sample.key() + sample.code())) {
            listed.add(sample);
        }
        if (met >= JUDGED_FROM) {
            judge();
        }
    }

    /// An epoch ends.
    /// @throws InputException of kind BAD if there are too many
    public void endOfEpoch() {
        judge();
    }

    private void judge() {
        if (bad > limit * met) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "DATA-BAD",
                    what,
                    String.format(
                            Locale.ROOT, "%d bad of %d samples (%.1f %%: %s)", bad, met, 100.0 * bad / met, summary()),
                    String.format(Locale.ROOT, "at most %.1f %%", 100 * limit),
                    "'blip2 data validate' lists them; mend or remove them");
        }
    }

    /// How many there are for each reason, such as `IMG-DATA 12, DATA-TEXT 3`.
    public String summary() {
        List<String> parts = new ArrayList<>();
        reasons.forEach((code, count) -> parts.add(code + " " + count));
        return String.join(", ", parts);
    }

    /// Number of bad ones for each reason.
    public Map<String, Integer> reasons() {
        return Map.copyOf(reasons);
    }

    /// Each bad sample once, in the order in which they were met.
    public List<BadSample> listed() {
        return List.copyOf(listed);
    }

    /// How many samples were met, bad ones too.
    public long met() {
        return met;
    }

    /// Writes the list, an object a line: `key, code, found`.
    public void write(Path file) {
        StringBuilder lines = new StringBuilder();
        for (BadSample sample : listed) {
            Map<String, String> row = new LinkedHashMap<>();
            row.put("key", sample.key());
            row.put("code", sample.code());
            row.put("found", sample.found());
            lines.append(JsonRows.MAPPER.writeValueAsString(row)).append('\n');
        }
        try {
            Files.writeString(file, lines);
        } catch (IOException problem) {
            throw new InputException(
                    InputException.Kind.IO,
                    "DATA-IO",
                    file.toString(),
                    String.valueOf(problem.getMessage()),
                    "a place to write the list of bad samples",
                    "Free some disk, or write elsewhere with --out");
        }
    }
}
