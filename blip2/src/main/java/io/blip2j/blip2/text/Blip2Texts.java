package io.blip2j.blip2.text;

import io.blip2j.core.InputException;
import java.util.List;

/// Texts beside images as BLIP-2's processor gives them to the model: one image token a query, **before everything**,
/// bos and padding included.
///
/// The text is encoded, cut and padded first, to `maxLength` less the image tokens; then the image tokens are put in
/// front, so they are never cut off, and padding at the left stands between them and the text. Texts alone get none,
/// and `maxLength` as it is.
///
/// @param imageToken id of `<image>`
/// @param queries number of image tokens
///
/// **Source:** `Blip2Processor` of transformers 5.23.
public record Blip2Texts(Tokenizer tokenizer, int imageToken, int queries) {
    /// The rule of a tokenizer that knows its image token.
    public static Blip2Texts of(Tokenizer tokenizer, int queries) {
        int image = tokenizer
                .special()
                .image()
                .orElseThrow(() -> new InputException(
                        InputException.Kind.BAD,
                        "TOK-SPECIAL",
                        "tokenizer",
                        "no <image> token",
                        "one, as the model puts its queries there",
                        "Add it to added_tokens.json with the image_token_index of config.json"));
        return new Blip2Texts(tokenizer, image, queries);
    }

    /// Rows for texts, with or without an image beside each.
    public BatchEncoding encode(List<String> texts, boolean withImages, BatchOptions options) {
        if (!withImages) {
            return tokenizer.encode(texts, options);
        }
        boolean limited = options.truncate() || options.padding() == BatchOptions.Padding.MAX_LENGTH;
        if (limited && options.maxLength() < queries) {
            throw new InputException(
                    InputException.Kind.USAGE,
                    "TOK-RANGE",
                    "max_length",
                    Integer.toString(options.maxLength()),
                    "at least the " + queries + " image tokens",
                    "Raise max_length");
        }
        BatchOptions rest = limited ? options.withMaxLength(options.maxLength() - queries) : options;
        return tokenizer.encode(texts, rest).prepend(queries, imageToken);
    }
}
