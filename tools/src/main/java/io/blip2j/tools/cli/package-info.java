/// What all commands share: options, printing, progress, stopping, failures.
///
/// | type | role |
/// |---|---|
/// | [CommonOptions] | options that every command has, as a Picocli mixin |
/// | [EnvironmentDefaults] | `BLIP2_<OPTION>` stands in for an option |
/// | [Console] | results on stdout, everything else on stderr |
/// | [ResultStream] | stdout that remembers why it could not be written to |
/// | [Progress] | the line that says how far a long job is and how long it still takes |
/// | [StopSignal] | Ctrl-C asks a job that can save to stop |
/// | [Interrupts] | Ctrl-C is heard by a command that talks with a person |
/// | [OutFile] | a file that `--out` names |
/// | [Failures] | every exception as one line and an exit code |
/// | [ExitCode] | what the shell is told |
///
/// A user's mistake is one line with its fix, never a trace (`--debug` shows it). Start reading at [CommonOptions].
package io.blip2j.tools.cli;
