package io.blip2j.blip2.checkpoint;

import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Values of one tensor in a file that are not-a-number or infinite.
///
/// A model with such weights loads like any other, as in PyTorch; whoever wants to know asks here.
///
/// @param tensor its name
/// @param count how many there are
/// @param index where the first one is, along each axis
/// @param value the first one
public record NotFinite(String tensor, long count, List<Integer> index, float value) {
    /// All tensors of a model that have such values; every tensor is read.
    public static List<NotFinite> in(ModelSource source) {
        List<NotFinite> all = new ArrayList<>();
        for (String name : source.names()) {
            Tensor tensor = source.read(name, Backends.named("scalar"));
            if (tensor.dtype().isFloating()) {
                add(all, name, tensor);
            }
        }
        return all;
    }

    /// Refuses a model that has any.
    /// @throws InputException naming the first tensor and index (`ST-FINITE`)
    public static void refuse(ModelSource source) {
        List<NotFinite> all = in(source);
        if (!all.isEmpty()) {
            NotFinite first = all.getFirst();
            throw new InputException(
                    InputException.Kind.BAD,
                    "ST-FINITE",
                    source.what(),
                    first.value + " at " + first.index + " of tensor '" + first.tensor + "', " + first.count
                            + " such values in it, " + (all.size() - 1) + " more tensors with some",
                    "finite numbers",
                    "Download or save it again, or leave out --strict-finite");
        }
    }

    private static void add(List<NotFinite> all, String name, Tensor tensor) {
        float[] values = tensor.toFloats();
        long count = 0;
        int first = -1;
        for (int i = values.length - 1; i >= 0; i--) {
            if (!Float.isFinite(values[i])) {
                count++;
                first = i;
            }
        }
        if (count > 0) {
            Integer[] index = new Integer[tensor.shape().rank()];
            int rest = first;
            for (int axis = index.length - 1; axis >= 0; axis--) {
                index[axis] = rest % tensor.shape().dim(axis);
                rest /= tensor.shape().dim(axis);
            }
            all.add(new NotFinite(name, count, Arrays.asList(index), values[first]));
        }
    }
}
