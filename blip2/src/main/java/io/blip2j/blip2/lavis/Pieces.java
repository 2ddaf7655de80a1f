package io.blip2j.blip2.lavis;

import io.blip2j.blip2.checkpoint.ModelSource;
import io.blip2j.blip2.checkpoint.torch.TorchFile;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.op.shape.Concat;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// Tensors by name that are made from a file's when they are read: the same, a part, or several joined.
final class Pieces {
    private Pieces() {}

    /// One of them.
    record Piece(Shape shape, DType type, Function<Backend, Tensor> read) {
        /// Rows `from` up to `to`.
        Piece rows(int from, int to) {
            return new Piece(
                    shape.with(0, to - from),
                    type,
                    backend -> read.apply(backend).slice(0, from, to).contiguous());
        }

        /// The same numbers in another shape.
        Piece reshaped(int... dims) {
            return new Piece(
                    Shape.of(dims),
                    type,
                    backend -> read.apply(backend).contiguous().reshape(dims));
        }
    }

    /// Biases of queries and values with zeros for keys between them: EVA's keys have none.
    static Piece withZeroKeys(Piece queries, Piece values) {
        int size = queries.shape().size();
        return new Piece(Shape.of(3 * size), DType.F32, backend -> {
            Tensor q = queries.read().apply(backend).cast(DType.F32);
            Tensor v = values.read().apply(backend).cast(DType.F32);
            return Concat.of(0, q, Tensor.zeros(backend, size), v);
        });
    }

    /// The tensors of a model.
    static Map<String, Piece> of(ModelSource files) {
        Map<String, Piece> pieces = new LinkedHashMap<>();
        for (String name : files.names()) {
            pieces.put(name, new Piece(files.shape(name), files.dtype(name), backend -> files.read(name, backend)));
        }
        return pieces;
    }

    /// The tensors of a file.
    static Map<String, Piece> of(TorchFile file) {
        Map<String, Piece> pieces = new LinkedHashMap<>();
        for (String name : file.names()) {
            pieces.put(name, new Piece(file.shape(name), file.dtype(name), backend -> file.read(name, backend)));
        }
        return pieces;
    }

    /// Those whose names begin so, without that beginning.
    static Map<String, Piece> under(String prefix, Map<String, Piece> all) {
        Map<String, Piece> inside = new LinkedHashMap<>();
        all.forEach((name, piece) -> {
            if (name.startsWith(prefix)) {
                inside.put(name.substring(prefix.length()), piece);
            }
        });
        return inside;
    }
}
