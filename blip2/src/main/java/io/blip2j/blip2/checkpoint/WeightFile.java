package io.blip2j.blip2.checkpoint;

import io.blip2j.blip2.checkpoint.torch.TorchFile;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.io.SafeTensors;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;
import java.nio.file.Path;
import java.util.Set;

/// A file of tensors by name, of one of the two kinds.
sealed interface WeightFile extends AutoCloseable {
    Set<String> names();

    Shape shape(String name);

    DType dtype(String name);

    Tensor read(String name, Backend backend);

    /// Bytes of a tensor.
    default long bytes(String name) {
        return (long) shape(name).size() * dtype(name).bytes();
    }

    @Override
    void close();

    /// Opens a file: `.bin`, `.pth` and `.pt` are PyTorch's, anything else is safetensors.
    static WeightFile open(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".bin") || name.endsWith(".pth") || name.endsWith(".pt")
                ? new OfTorch(TorchFile.open(file))
                : new OfSafeTensors(SafeTensors.open(file));
    }

    /// A safetensors file.
    record OfSafeTensors(SafeTensors file) implements WeightFile {
        @Override
        public Set<String> names() {
            return file.names();
        }

        @Override
        public Shape shape(String name) {
            return file.shape(name);
        }

        @Override
        public DType dtype(String name) {
            return file.dtype(name);
        }

        @Override
        public Tensor read(String name, Backend backend) {
            return file.read(name, backend);
        }

        @Override
        public void close() {
            file.close();
        }
    }

    /// A file of `torch.save`.
    record OfTorch(TorchFile file) implements WeightFile {
        @Override
        public Set<String> names() {
            return file.names();
        }

        @Override
        public Shape shape(String name) {
            return file.shape(name);
        }

        @Override
        public DType dtype(String name) {
            return file.dtype(name);
        }

        @Override
        public Tensor read(String name, Backend backend) {
            return file.read(name, backend);
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
