/// Looking at folders with models, and writing them for other programs.
///
/// | type | role |
/// |---|---|
/// | [Inspection] | what a folder holds, from settings and headers alone |
/// | [FolderReport] | what was found |
/// | [HuggingFaceExport] | writes a folder that Hugging Face's classes read |
///
/// No model is computed with here: names, shapes and settings say everything. Start reading at [Inspection].
package io.blip2j.blip2.folders;
