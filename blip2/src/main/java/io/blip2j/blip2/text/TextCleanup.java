package io.blip2j.blip2.text;

/// Joins punctuation and English short forms to the word before them.
///
/// **Source:** `clean_up_tokenization` of transformers 5.23; `WordPiece` decoder of tokenizers 0.23, which also
/// shortens "do not".
final class TextCleanup {
    private TextCleanup() {}

    /// Hugging Face's clean-up of a decoded text.
    static String ofText(String text) {
        return shortForms(signs(text));
    }

    /// The clean-up that the WordPiece decoder does to each token.
    static String ofToken(String token) {
        return shortForms(signs(token).replace(" do not", " don't"));
    }

    private static String signs(String text) {
        return text.replace(" .", ".")
                .replace(" ?", "?")
                .replace(" !", "!")
                .replace(" ,", ",")
                .replace(" ' ", "'")
                .replace(" n't", "n't")
                .replace(" 'm", "'m");
    }

    private static String shortForms(String text) {
        return text.replace(" 's", "'s").replace(" 've", "'ve").replace(" 're", "'re");
    }
}
