package io.blip2j.blip2.text;

import java.util.Map;
import java.util.OptionalInt;

/// The ids of the tokens with a role: `bos_token`, `eos_token`, `pad_token`, `unk_token`, `cls_token`, `sep_token`,
/// `mask_token`, `image_token`.
///
/// @param ids role → id; a role that the folder does not name is missing
public record SpecialTokens(Map<String, Integer> ids) {
    /// Copies the roles.
    public SpecialTokens {
        ids = Map.copyOf(ids);
    }

    /// The id of a role, if it has one.
    public OptionalInt role(String role) {
        Integer id = ids.get(role);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /// Begins a text.
    public OptionalInt bos() {
        return role("bos_token");
    }

    /// Ends a text.
    public OptionalInt eos() {
        return role("eos_token");
    }

    /// Fills rows up.
    public OptionalInt pad() {
        return role("pad_token");
    }

    /// Stands for what no token covers.
    public OptionalInt unk() {
        return role("unk_token");
    }

    /// BERT's first token.
    public OptionalInt cls() {
        return role("cls_token");
    }

    /// BERT's last token.
    public OptionalInt sep() {
        return role("sep_token");
    }

    /// Stands for one query of the image.
    public OptionalInt image() {
        return role("image_token");
    }
}
