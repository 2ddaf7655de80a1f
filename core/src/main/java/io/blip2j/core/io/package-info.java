/// Files of tensors.
///
/// | type | role |
/// |---|---|
/// | [SafeTensors] | reads a safetensors file, strictly |
/// | [SafeTensorsHeader] | its header: names, types, shapes, places |
/// | [FileStart], [HeaderText] | what is checked before the header is read as JSON |
/// | [TensorBytes] | reads numbers that lie somewhere in a file, in any order of axes |
/// | [SafeTensorsWriter] | writes one, tensor by tensor, whole or not at all |
///
/// Nothing computes from a mapping: bytes are read into arrays. Start reading at [SafeTensors].
package io.blip2j.core.io;
