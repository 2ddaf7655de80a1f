/// What a device has to be able to do: [Kernels], about forty primitives over storages and layouts.
///
/// | type | role |
/// |---|---|
/// | [Kernels] | the interface, each primitive documented by its equation |
/// | [Backend] | a device: its name and its kernels |
/// | [Backends] | chooses a backend once, says why, or is forced |
/// | [Storage] | the numbers of a tensor; opaque outside the backends |
/// | [Operand] | a storage with the layout to walk it by |
/// | [UnaryFunction], [BinaryFunction], [Comparison], [Reduction] | which elementwise function |
/// | [AttentionSpec] | everything about one attention but its tensors |
/// | [AdamStep] | the numbers of one step of AdamW |
/// | [PackedMatrix], [MatrixFormat] | a frozen matrix, and the type that it is stored in |
/// | [Quantization] | how numbers become small integers with factors |
///
/// Three implementations: `scalar` is the specification and every test's oracle, `vector` the product on the CPU,
/// `cuda` comes from another module. Values are read through [Storage#toFloats(io.blip2j.core.shape.Layout)] alone.
/// Start reading at [Kernels].
package io.blip2j.core.backend;
