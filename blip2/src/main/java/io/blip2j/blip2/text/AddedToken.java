package io.blip2j.blip2.text;

/// A token that is found in the text as a whole, before any subword model sees it.
///
/// @param special left out of decoded text on request
/// @param normalized looked for in the normalised text, not in the text as given
/// @param stripLeft, stripRight whether white space before or after belongs to it
/// @param singleWord whether it counts only where no letter or digit touches it
record AddedToken(
        String content,
        long id,
        boolean special,
        boolean normalized,
        boolean stripLeft,
        boolean stripRight,
        boolean singleWord) {
    /// Bounds the work at each place of a text.
    private static final int LONGEST = 1000;

    /// A special token without any of the other properties.
    static AddedToken special(String content, long id) {
        return new AddedToken(content, id, true, false, false, false, false);
    }

    /// A token of which nothing else is known: a special one is looked for in the text as given, any other in the
    /// normalised one.
    static AddedToken plain(String content, long id, boolean special) {
        return new AddedToken(content, id, special, !special, false, false, false);
    }

    /// A token with the properties that a file gives it.
    static AddedToken of(JsonFile item, long id) {
        String content = item.field("content").text();
        if (content.isEmpty() || content.length() > LONGEST) {
            throw item.wrong("TOK-SPECIAL", "a token of 1 to " + LONGEST + " characters");
        }
        return new AddedToken(
                content,
                id,
                item.field("special").truth(false),
                item.field("normalized").truth(true),
                item.field("lstrip").truth(false),
                item.field("rstrip").truth(false),
                item.field("single_word").truth(false));
    }
}
