package io.blip2j.core.testing;

import io.blip2j.core.backend.Backend;
import io.blip2j.core.shape.DType;
import io.blip2j.core.tensor.Tensor;

/// One case of a golden bundle.
///
/// @param bundle where its tensors are
/// @param fields the case as written
public record GoldenCase(Golden bundle, Json fields) {
    /// The case's name, unique in its file.
    public String id() {
        return fields.get("id").text();
    }

    /// A field.
    public Json get(String field) {
        return fields.get(field);
    }

    /// Whether a field is there and not null.
    public boolean has(String field) {
        return fields.has(field);
    }

    /// The tensor of a reference.
    public Tensor tensor(Json reference, Backend backend) {
        return bundle.tensor(reference, backend);
    }

    /// Compares a tensor with a reference: exactly for integers, masks and where `tolerance` is null, else within it;
    /// only where the reference's `valid` mask is true, if it has one.
    /// @param what the tensor's name, for the failure
    public void check(String what, Tensor got, Json reference, Json tolerance, boolean signedZero) {
        Tensor expected = tensor(reference, got.backend());
        boolean[] valid = null;
        if (reference.has("valid")) {
            Json mask = reference.get("valid");
            String key = mask.isObject() ? mask.get("tensor").text() : mask.text();
            valid = bundle.valid(key, got.backend(), expected.shape().size());
        }
        String name = bundle.file().getParent().getFileName() + "/" + id() + " " + what;
        boolean exact =
                tolerance == null || tolerance.isNull() || !expected.dtype().isFloating();
        if (expected.dtype() == DType.I64) {
            TensorAssert.equalIds(name, got, expected);
        } else {
            double rtol = exact ? 0 : tolerance.get("rtol").number();
            double atol = exact ? 0 : tolerance.get("atol").number();
            TensorAssert.close(name, got, expected, rtol, atol, valid, exact && signedZero);
        }
    }
}
