/// Benchmarks, run with JMH: `java -jar bench/target/benchmarks.jar [NAME] [-p PARAMETER=VALUE] [-prof gc]`.
///
/// | type or package | role |
/// |---|---|
/// | [io.blip2j.bench.kernel] | single kernels beside what the machine can do at most |
/// | [io.blip2j.bench.model] | layers, decoding, training steps, loading |
/// | [Rates] | GFLOP/s, GB/s and their shares of the machine's limits, as columns of JMH |
///
/// Nothing depends on this module. On a shared machine absolute times mean little: read the percentages, and use
/// `-f 3` or more for a number that is claimed anywhere. Start reading at [io.blip2j.bench.kernel.Gemm].
package io.blip2j.bench;
