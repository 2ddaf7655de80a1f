/// `blip2 bench`: how long the parts of a model take at real sizes, with random weights and no files.
///
/// | type | role |
/// |---|---|
/// | [BenchCommand] | the subcommand: options, one row a part |
/// | [Preset] | sizes of the models that are timed |
/// | [Part] | the parts by name |
/// | [NoiseWeights] | values for a model, cheaply |
/// | [BenchModel] | the model of a preset; each part gets its values when it is first timed |
/// | [InferenceJobs], [ProductJobs], [TrainingJobs] | what is timed: vision to caption, single products, optimiser steps |
/// | [Job] | one thing to be timed, with its work |
/// | [Work] | floating-point operations and bytes, by formula |
/// | [Clock] | the clock on the wall, or processor time |
/// | [Stopwatch] | warms up, repeats, takes the median |
///
/// Seconds mean little from one machine, or one hour, to the next: a row has the machine's peaks beside them,
/// measured right before. Start reading at [BenchCommand].
package io.blip2j.tools.bench;
