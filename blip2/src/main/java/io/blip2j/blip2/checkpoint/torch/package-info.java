/// Files of `torch.save`: read without running anything that they hold, and written.
///
/// | type | role |
/// |---|---|
/// | [TorchFile] | a file open for reading: its tensors by name |
/// | [TorchFileStart], [TorchArchive] | is it a zip archive, and where its entries lie |
/// | [Unpickler], [Opcode] | the stack machine that reads the pickle, and its operations |
/// | [Globals] | the names that a pickle may mention |
/// | [Pickled] | what a pickle may hold |
/// | [PlainValues] | numbers, texts and dictionaries of it as settings |
/// | [TorchTensor] | where a tensor's numbers lie, checked |
/// | [TorchFileWriter], [Pickler] | writes a file, and the pickle in it |
/// | [PickleProblem] | how complaints are worded |
///
/// A pickle is a program; this one may only say which tensors there are. Start reading at [TorchFile].
package io.blip2j.blip2.checkpoint.torch;
