/// Names and tensors in and out of models.
///
/// | type | role |
/// |---|---|
/// | [TensorSource] | something that has tensors by name: a file, shards, a map |
/// | [KeyMap] | the declared differences between a model's names and a checkpoint's |
/// | [KeyMatch] | how a model's names and shapes and a checkpoint's fit |
/// | [StateDict] | loads, saves and hashes a module |
///
/// Loading fails on any key that matches nothing, either way. Start reading at [StateDict].
package io.blip2j.nn.state;
