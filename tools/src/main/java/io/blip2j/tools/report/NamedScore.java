package io.blip2j.tools.report;

/// A share of right ones.
///
/// @param name what is counted
/// @param right how many are right
/// @param of how many there are
public record NamedScore(String name, int right, int of) {

    /// `right / of`, 0 of none.
    public double value() {
        return of == 0 ? 0 : (double) right / of;
    }
}
