/// Kernels of the vector backend. Build with `mvn -q package`, then run `java -jar bench/target/benchmarks.jar kernel`.
///
/// | type | role |
/// |---|---|
/// | [Gemm] | products at the sizes of training and of ViT-g |
/// | [Attention] | attention forward and backward |
/// | [Flops] | counts floating-point operations: its column is operations a second |
/// | [Operands] | operands filled with normal numbers |
///
/// A core's peak is its clock times the floats of its multiply-add units times two: 32 a cycle with two units of 256
/// bits (AVX2; AVX-512 on Zen 4), 64 with two of 512. Pass `-jvmArgsAppend -XX:UseAVX=2` for the narrower registers.
package io.blip2j.bench.kernel;
