package io.blip2j.blip2.checkpoint.torch;

import io.blip2j.core.InputException;

/// How complaints about a PyTorch file are worded: each names the operation and its byte, so that the file can be
/// looked at with `python -m pickletools`.
///
/// @param file the file
record PickleProblem(String file) {
    private static final String AGAIN = "Download it again, or use the model's safetensors files";
    private static final String UNTRUSTED = "Do not trust this file: use the model's safetensors files";

    /// The file is damaged.
    InputException damaged(String code, String found, String expected) {
        return bad(code, found, expected, AGAIN);
    }

    /// The file asks for something that weights never need.
    InputException suspicious(String code, String found, String expected) {
        return bad(code, found, expected, UNTRUSTED);
    }

    InputException bad(String code, String found, String expected, String fix) {
        return new InputException(InputException.Kind.BAD, code, file, found, expected, fix);
    }
}
