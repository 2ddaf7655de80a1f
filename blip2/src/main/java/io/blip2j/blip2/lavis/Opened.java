package io.blip2j.blip2.lavis;

import io.blip2j.blip2.checkpoint.ModelFolder;
import io.blip2j.blip2.checkpoint.torch.TorchFile;
import java.util.ArrayList;
import java.util.List;

/// Files that stay open until a model is read.
final class Opened {
    private final List<Runnable> closing = new ArrayList<>();

    ModelFolder add(ModelFolder files) {
        closing.add(files::close);
        return files;
    }

    TorchFile add(TorchFile file) {
        closing.add(file::close);
        return file;
    }

    void close() {
        closing.forEach(Runnable::run);
        closing.clear();
    }
}
