package io.blip2j.blip2.generate;

/// When a beam search stops looking for better answers to a prompt that has as many finished ones as beams.
///
/// **Source:** transformers' `early_stopping`.
public enum EarlyStopping {
    /// At once.
    YES,
    /// When the best running one, its score divided as at its present length, is no better than the worst finished
    /// one.
    NO,
    /// As [#NO], but with a positive length penalty the running score is divided as at the largest length: when no
    /// better one is possible.
    NEVER
}
