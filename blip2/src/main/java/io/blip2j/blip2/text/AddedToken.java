package io.blip2j.blip2.text;

/// A token that is found in the text as a whole, before any subword model sees it.
///
/// @param special left out of decoded text on request
/// @param normalized looked for in the normalised text, not in the text as given
/// @param stripLeft, stripRight whether white space before or after belongs to it
/// @param singleWord whether it counts only where no letter or digit touches it
record AddedToken(
        String content,
        int id,
        boolean special,
        boolean normalized,
        boolean stripLeft,
        boolean stripRight,
        boolean singleWord) {
    /// A special token without any of the other properties.
    static AddedToken special(String content, int id) {
        return new AddedToken(content, id, true, false, false, false, false);
    }
}
