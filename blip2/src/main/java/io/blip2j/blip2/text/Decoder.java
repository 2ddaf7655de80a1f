package io.blip2j.blip2.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Turns tokens back into text.
///
/// **Source:** decoders of tokenizers 0.23.
sealed interface Decoder {
    String decode(List<String> tokens);

    /// The bytes of all tokens at once; what is no UTF-8 becomes U+FFFD.
    record ByteLevel() implements Decoder {
        @Override
        public String decode(List<String> tokens) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            tokens.forEach(token -> ByteAlphabet.read(token, bytes));
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    /// A space before every token but the first and inner ones, then the clean-up of each token by itself.
    record WordPiece(String innerPrefix, boolean cleanUp) implements Decoder {
        @Override
        public String decode(List<String> tokens) {
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < tokens.size(); i++) {
                String token = tokens.get(i);
                if (i > 0) {
                    token = token.startsWith(innerPrefix) ? token.substring(innerPrefix.length()) : " " + token;
                }
                out.append(cleanUp ? TextCleanup.ofToken(token) : token);
            }
            return out.toString();
        }
    }

    /// The visible sign becomes a space; in the first token it vanishes if the tokenizer put it there.
    record Metaspace(int sign, boolean prepended) implements Decoder {
        @Override
        public String decode(List<String> tokens) {
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < tokens.size(); i++) {
                String space = i == 0 && prepended ? "" : " ";
                out.append(tokens.get(i).replace(Character.toString(sign), space));
            }
            return out.toString();
        }
    }
}
