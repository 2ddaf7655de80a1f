package io.blip2j.blip2.generate;

/// Hears of new ids: one by one as they are chosen; with beams, where they may yet be taken back, when the search is
/// over.
@FunctionalInterface
public interface TokenListener {
    /// Hears nothing.
    TokenListener NONE = (_, _, _) -> {};

    /// A new id of an answer.
    /// @param prompt which prompt it continues
    /// @param answer which of the prompt's answers, the best one is 0
    void token(int prompt, int answer, long id);
}
