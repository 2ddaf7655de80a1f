/// Rooflines: what a kernel does in a second, and what share that is of the machine's limit, measured in the same
/// run.
///
/// | type | role |
/// |---|---|
/// | [Gemm] | products: GFLOP/s beside the peak of fused multiply-adds |
/// | [Gemv] | few rows times a frozen matrix: GB/s beside reading memory |
/// | [Attention] | fused attention, forward and backward |
/// | [Elementwise] | functions number by number and of rows: GB/s beside a triad `a = b + s·c` |
/// | [Operands] | numbers to compute with, and the check against the plain loops before anything is timed |
///
/// Each iteration measures the limit anew before the kernel, so that both see the same neighbours on the machine.
/// Start reading at [Gemm].
package io.blip2j.bench.kernel;
