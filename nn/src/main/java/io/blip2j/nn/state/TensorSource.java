package io.blip2j.nn.state;

import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.io.SafeTensors;
import io.blip2j.core.op.update.Update;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;
import java.util.Map;
import java.util.Set;

/// Something that has tensors by name.
public interface TensorSource {
    /// Where they come from, for messages.
    String what();

    /// All names.
    Set<String> names();

    /// Shape of a tensor, without reading it.
    Shape shape(String name);

    /// Reads a tensor in its own type.
    Tensor read(String name, Backend backend);

    /// A matrix that is kept as integers with factors, packed as it is; null: it is a tensor to [#read].
    default PackedMatrix packed(String name, Backend backend) {
        return null;
    }

    /// The tensors of an open file.
    static TensorSource of(String what, SafeTensors file) {
        return new TensorSource() {
            @Override
            public String what() {
                return what;
            }

            @Override
            public Set<String> names() {
                return file.names();
            }

            @Override
            public Shape shape(String name) {
                return file.shape(name);
            }

            @Override
            public Tensor read(String name, Backend backend) {
                return file.read(name, backend);
            }
        };
    }

    /// Tensors that are in memory already, on a backend of their own; each is copied when it is read.
    static TensorSource of(String what, Map<String, Tensor> tensors) {
        return new TensorSource() {
            @Override
            public String what() {
                return what;
            }

            @Override
            public Set<String> names() {
                return tensors.keySet();
            }

            @Override
            public Shape shape(String name) {
                return tensors.get(name).shape();
            }

            @Override
            public Tensor read(String name, Backend backend) {
                Tensor tensor = tensors.get(name);
                Tensor copy = tensor.emptyLike().keep(); // what learns from it changes in place
                Update.write(tensor.detach(), copy);
                return copy;
            }
        };
    }
}
