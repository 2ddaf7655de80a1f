/// The command `eval`: scores of a model on a data set, and result files as leaderboards take them.
///
/// | type | role |
/// |---|---|
/// | [EvalCommand] | the command |
/// | `CaptionEval`, `AnswerEval`, `RetrievalEval` | the tasks |
/// | `EvalRun` | what the tasks share: model, data, output folder, bad samples |
///
/// Scores themselves are in [io.blip2j.blip2.evaluate]. Start reading at [EvalCommand].
package io.blip2j.tools.eval;
