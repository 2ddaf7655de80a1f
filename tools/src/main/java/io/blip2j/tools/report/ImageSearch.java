package io.blip2j.tools.report;

import java.util.List;

/// A caption and the pictures found for it.
///
/// @param text the caption that was searched for
/// @param wanted indices of the held-out pictures that it describes
/// @param found indices of the held-out pictures found, best first
public record ImageSearch(String text, List<Integer> wanted, List<Integer> found) {

    /// Copies the lists.
    public ImageSearch {
        wanted = List.copyOf(wanted);
        found = List.copyOf(found);
    }

    /// Whether the first picture found is one that the caption describes.
    public boolean right() {
        return !found.isEmpty() && wanted.contains(found.getFirst());
    }
}
