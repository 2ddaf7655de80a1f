package io.blip2j.blip2.checkpoint.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/// The first bytes of a file that ought to be one of `torch.save`: a zip archive, or what it is instead.
final class TorchFileStart {
    private static final int BYTES = 16;
    private static final String WRONG = "PKL-WRONGFILE";

    private TorchFileStart() {}

    static void check(PickleProblem problem, FileChannel channel) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(BYTES);
        while (start.hasRemaining() && channel.read(start, start.position()) >= 0) {
            continue; // a short read is no end
        }
        String text = new String(start.array(), 0, start.position(), StandardCharsets.ISO_8859_1);
        String expected = "a file of torch.save";
        if (text.startsWith("PK\u0003\u0004")) {
            return;
        }
        if (text.startsWith("\u0080")) {
            throw problem.bad(
                    "PKL-LEGACY",
                    "PyTorch's format of before version 1.6, a bare pickle",
                    "the zip format of today",
                    "Load it with torch.load(file, weights_only=True) and save it again with torch.save");
        } else if (text.startsWith("version https:")) {
            throw problem.bad(
                    WRONG,
                    "a Git LFS pointer, not the weights themselves",
                    expected,
                    "Run git lfs pull in that folder");
        } else if (text.startsWith("<")) {
            throw problem.bad(WRONG, "a web page (HTML)", expected, "Download the file itself, not its page");
        } else if (text.startsWith("GGUF")) {
            throw problem.bad(WRONG, "a GGUF file", expected, "Use the model's safetensors files");
        } else if (start.position() < BYTES) {
            throw problem.damaged("PKL-SHORT", channel.size() + " bytes", expected);
        }
        throw problem.bad(WRONG, "no zip archive", expected, "Is it the right file? Name the file of the weights");
    }
}
