/// Files of `torch.save`, read without running anything that they hold.
///
/// | type | role |
/// |---|---|
/// | [TorchFile] | a file open for reading: its tensors by name |
/// | [TorchFileStart], [TorchArchive] | is it a zip archive, and where its entries lie |
/// | [Unpickler], [Opcode] | the stack machine that reads the pickle, and its operations |
/// | [Globals] | the names that a pickle may mention |
/// | [Pickled] | what a pickle may hold |
/// | [TorchTensor] | where a tensor's numbers lie, checked |
/// | [PickleProblem] | how complaints are worded |
///
/// A pickle is a program; this one may only say which tensors there are. Start reading at [TorchFile].
package io.blip2j.blip2.checkpoint.torch;
