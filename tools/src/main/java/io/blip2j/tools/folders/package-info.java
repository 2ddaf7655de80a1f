/// The commands that look at folders and write them for other programs: `inspect`, `export`.
///
/// | type | role |
/// |---|---|
/// | [InspectCommand], [ExportCommand] | the commands |
/// | `ReportText` | a report as JSON and as text |
///
/// Start reading at [InspectCommand].
package io.blip2j.tools.folders;
