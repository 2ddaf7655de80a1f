/// The `blip2` command: reads arguments, calls the library, prints.
///
/// | type or package | role |
/// |---|---|
/// | [Blip2Command] | the root command: list of subcommands, `main` |
/// | [io.blip2j.tools.cli] | what all commands share |
/// | [io.blip2j.tools.infer] | `caption`, `vqa`, `chat`, `match`, `search`, `features`, `tokenize`, `quantize` |
/// | [io.blip2j.tools.explain] | `explain` |
/// | [io.blip2j.tools.quickstart], [io.blip2j.tools.training] | `quickstart`; `train` |
/// | [io.blip2j.tools.eval], [io.blip2j.tools.data] | `eval`; `data` |
/// | [io.blip2j.tools.folders], [io.blip2j.tools.hub] | `inspect`, `export`; `pull` |
/// | [io.blip2j.tools.bench] | `bench` |
/// | [io.blip2j.tools.doctor] | `doctor` |
///
/// A new command is one class in the package of its kind of work, listed in [Blip2Command]; it takes in
/// [io.blip2j.tools.cli.CommonOptions] and returns nothing, or an exit code. Start reading at [Blip2Command].
package io.blip2j.tools;
