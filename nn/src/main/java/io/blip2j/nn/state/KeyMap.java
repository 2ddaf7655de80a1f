package io.blip2j.nn.state;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The declared differences between a model's parameter names and the keys of a checkpoint. Parameters are named like
/// Hugging Face's keys, so most maps only say what to ignore.
///
/// @param prefix what stands before every name of the model in the checkpoint
/// @param ignored keys that match nothing on purpose: buffers, aliases of tied weights, parts this model does not
///     have
/// @param optional parameters that a checkpoint may lack; they keep what they have
public record KeyMap(String prefix, List<Pattern> ignored, List<Pattern> optional) {
    /// Equal names; `position_ids` buffers are ignored, as Hugging Face does.
    public static final KeyMap SAME = new KeyMap("", List.of(Pattern.compile(".*position_ids")), List.of());

    /// The same map where the checkpoint has `outer` before every name.
    public KeyMap under(String outer) {
        return new KeyMap(outer + prefix, ignored, optional);
    }

    /// The same map with keys (regular expressions) that match nothing on purpose.
    public KeyMap ignoring(String... expressions) {
        return new KeyMap(prefix, added(ignored, expressions), optional);
    }

    /// The same map with parameters (regular expressions) that may be missing.
    public KeyMap allowingMissing(String... expressions) {
        return new KeyMap(prefix, ignored, added(optional, expressions));
    }

    private static List<Pattern> added(List<Pattern> before, String... expressions) {
        List<Pattern> all = new ArrayList<>(before);
        for (String expression : expressions) {
            all.add(Pattern.compile(expression));
        }
        return List.copyOf(all);
    }

    /// The checkpoint's key for a parameter.
    public String key(String path) {
        return prefix + path;
    }

    /// Whether a key matches nothing on purpose.
    public boolean ignores(String key) {
        return matches(ignored, key);
    }

    /// Whether a parameter may be missing.
    public boolean mayLack(String path) {
        return matches(optional, path);
    }

    private static boolean matches(List<Pattern> patterns, String name) {
        for (Pattern pattern : patterns) {
            if (pattern.matcher(name).matches()) {
                return true;
            }
        }
        return false;
    }
}
