package io.blip2j.blip2.text;

import io.blip2j.core.InputException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Tokens by id and ids by token.
///
/// Every id has at most one token and the reverse. Ids come from files, so a wild one must not make a giant table.
final class Vocabulary {
    /// No published vocabulary comes near; a table of this many references still fits anywhere.
    private static final int LARGEST_ID = 1 << 22;

    private final String what;
    private final Map<String, Integer> ids = new HashMap<>();
    private String[] tokens = new String[1024];
    private int size;

    /// @param what the file, for error texts
    Vocabulary(String what) {
        this.what = what;
    }

    /// Adds a token under its id.
    void add(String token, long id) {
        if (id < 0 || id > LARGEST_ID) {
            throw bad("id " + id + " of token '" + token + "'", "an id from 0 to " + LARGEST_ID);
        }
        int index = (int) id;
        if (index >= tokens.length) {
            tokens = Arrays.copyOf(tokens, Math.max(index + 1, tokens.length * 2));
        }
        if (tokens[index] != null && !tokens[index].equals(token)) {
            throw bad("id " + id + " for both '" + tokens[index] + "' and '" + token + "'", "one token an id");
        }
        Integer before = ids.putIfAbsent(token, index);
        if (before != null && before != index) {
            throw bad("token '" + token + "' with ids " + before + " and " + id, "one id a token");
        }
        tokens[index] = token;
        size = Math.max(size, index + 1);
    }

    /// Adds a token under the next free id; a token that is there again keeps its first place and gets the later id
    /// too, as lists of pieces may repeat themselves.
    void append(String token) {
        int index = size;
        if (ids.putIfAbsent(token, index) == null) {
            add(token, index);
            return;
        }
        ids.put(token, index);
        if (index == tokens.length) {
            tokens = Arrays.copyOf(tokens, index * 2);
        }
        tokens[index] = token;
        size++;
    }

    /// Largest id plus one.
    int size() {
        return size;
    }

    /// The id of a token, or -1.
    int id(String token) {
        return ids.getOrDefault(token, -1);
    }

    /// The token of an id, or null where there is none.
    String token(int id) {
        return id >= 0 && id < size ? tokens[id] : null;
    }

    private InputException bad(String found, String expected) {
        return new InputException(
                InputException.Kind.BAD,
                "TOK-ID",
                what,
                found,
                expected,
                "Take the vocabulary file from the model's own folder again");
    }
}
