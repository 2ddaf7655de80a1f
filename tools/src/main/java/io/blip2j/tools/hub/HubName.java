package io.blip2j.tools.hub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A model on the hub.
///
/// @param id `ORG/NAME`
/// @param revision a branch, a tag or a commit
public record HubName(String id, String revision) {
    /// The revision where none is named.
    public static final String MAIN = "main";

    private static final String PART = "\\w[\\w.-]*";
    private static final Pattern NAME =
            Pattern.compile("(" + PART + "/" + PART + ")(?:@(" + PART + "(?:/" + PART + ")*))?");

    /// From `ORG/NAME` or `ORG/NAME@REVISION`; null if it is neither.
    public static HubName of(String text) {
        Matcher matcher = NAME.matcher(text);
        if (!matcher.matches() || text.contains("..")) {
            return null;
        }
        return new HubName(matcher.group(1), matcher.group(2) == null ? MAIN : matcher.group(2));
    }

    /// As it is written: the revision only where it is another than `main`.
    @Override
    public String toString() {
        return revision.equals(MAIN) ? id : id + "@" + revision;
    }
}
