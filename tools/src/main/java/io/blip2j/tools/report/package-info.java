/// What a quickstart leaves for a person to look at: one page with pictures, scores, mistakes, curves and attention,
/// and the same in JSON.
///
/// | type | role |
/// |---|---|
/// | [ReportData] | everything a report says, as plain records |
/// | [HeldOutItem], [AnsweredQuestion], [RankedText], [ImageSearch] | what the model said about each held-out picture |
/// | [Scores], [NamedScore] | the figures, computed from those |
/// | [CaptionErrors] | what is wrong with a caption, in one or two words |
/// | [CurvePanel], [Curve], [CurvePoint] | losses |
/// | [AttentionPicture], [AttentionMap] | where the queries look |
/// | [Setting], [Supervision] | how it was made, and what it was told |
/// | [ReportFiles] | writes `report.html`, `report.json` and `images/` |
/// | [ReportPage], [ReportJson] | the page and the JSON alone |
/// | [HtmlWriter] and the `*Section` types | the page's parts |
///
/// **Invariants.** The page is one file: style inside, pictures as data URIs, no script, nothing loaded from
/// anywhere. Every text goes through [HtmlWriter], which escapes it. Scores are counted from the items, so that
/// no figure can disagree with the pictures beside it. The gallery shows the first pictures of the set, not
/// chosen ones, and every kind of mistake has its own list.
///
/// Start reading at [ReportData], then [ReportPage]. Depends on the world's words (to name kinds of mistakes) and on
/// Jackson; knows no model.
package io.blip2j.tools.report;
