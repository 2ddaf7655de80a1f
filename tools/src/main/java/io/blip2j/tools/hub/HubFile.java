package io.blip2j.tools.hub;

import io.blip2j.core.InputException;
import java.net.URI;
import java.util.regex.Pattern;

/// A file on the hub.
///
/// @param name its path in the repository
/// @param hash what its bytes are named by in the cache: SHA-256 of large files, git's SHA-1 of small ones
/// @param bytes its size, -1 if the hub does not say
/// @param place where it can be read; for large files an address that is valid for a while only
record HubFile(String name, String hash, long bytes, URI place) {
    private static final Pattern HASH = Pattern.compile("[0-9A-Za-z][0-9A-Za-z._-]{0,127}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern GIT = Pattern.compile("[0-9a-f]{40}");

    HubFile {
        // It becomes the name of a file here.
        if (!HASH.matcher(hash).matches() || hash.contains("..")) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "HUB-ANSWER",
                    name,
                    "the hash '" + hash.substring(0, Math.min(hash.length(), 80)) + "'",
                    "letters and digits",
                    "Is HF_ENDPOINT a hub?");
        }
    }

    boolean isSha256() {
        return SHA_256.matcher(hash).matches();
    }

    /// Whether the hash is git's of a blob: SHA-1 of `blob SIZE`, a zero byte and the bytes.
    boolean isGit() {
        return GIT.matcher(hash).matches();
    }
}
