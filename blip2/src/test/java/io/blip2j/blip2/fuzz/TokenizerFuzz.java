package io.blip2j.blip2.fuzz;

import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.blip2.text.Tokenizers;
import java.nio.file.Path;

/// Any bytes as a tokenizer, `tokenizer.json` where they begin with `{`, else `spiece.model`: it is loaded, encodes
/// and decodes, or it is refused.
public final class TokenizerFuzz {
    private static final Path JSON = Oracle.folder("tokenizer-json").resolve("tokenizer.json");
    private static final Path PIECES = Oracle.folder("tokenizer-pieces").resolve("spiece.model");
    private static final String TEXT =
            "a photo of two dogs, isn't it?\n\t 1234 \u00c9cole \u4e2d\ud83d\ude00 <image></s>";

    private TokenizerFuzz() {}

    /// What the fuzzer calls.
    public static void fuzzerTestOneInput(byte[] data) {
        Path file = data.length > 0 && data[0] == '{' ? JSON : PIECES;
        Oracle.write(file, data);
        Oracle.check(data, () -> {
            Tokenizer tokenizer = Tokenizers.load(file.getParent());
            tokenizer.decode(tokenizer.encode(TEXT, true).ids(), true, false);
        });
    }
}
