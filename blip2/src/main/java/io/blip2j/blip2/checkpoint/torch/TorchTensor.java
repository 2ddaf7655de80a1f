package io.blip2j.blip2.checkpoint.torch;

import io.blip2j.blip2.checkpoint.torch.Pickled.StoredNumbers;
import io.blip2j.blip2.checkpoint.torch.Pickled.StoredTensor;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Layout;
import io.blip2j.core.shape.Shape;
import java.util.Arrays;

/// Where a tensor's numbers lie in the file, checked so that nothing outside its entry is ever read.
///
/// @param type of its numbers
/// @param from byte of the first number
/// @param count how many numbers lie from the first to the last one
/// @param layout how the tensor walks through them
record TorchTensor(DType type, long from, int count, Layout layout) {
    private static final int MAX_RANK = 8;
    private static final long MAX_ELEMENTS = Integer.MAX_VALUE - 64;

    static TorchTensor of(PickleProblem problem, String name, StoredTensor tensor, TorchArchive archive) {
        StoredNumbers numbers = tensor.numbers();
        String what = "tensor '" + name + "'";
        if (numbers.type() == null) {
            throw problem.bad(
                    "PKL-DTYPE",
                    what + " of type " + numbers.typeName(),
                    "a type we compute with",
                    "Convert it to float32, bfloat16 or float16");
        }
        TorchArchive.Entry entry = archive.numbers(numbers.key());
        if (entry == null) {
            throw problem.damaged(
                    "PKL-STORAGE", what + " in 'data/" + numbers.key() + "', which is not there", "its numbers");
        }
        int each = numbers.type().bytes();
        if (numbers.size() < 0 || numbers.size() != entry.bytes() / each || entry.bytes() % each != 0) {
            throw problem.damaged(
                    "PKL-STORAGE",
                    what + " in a storage of " + numbers.size() + " numbers of " + each + " bytes",
                    "the " + entry.bytes() + " bytes of 'data/" + numbers.key() + "'");
        }
        int count = span(problem, what, tensor);
        if (tensor.offset() < 0 || count > numbers.size() - tensor.offset()) {
            throw problem.damaged(
                    "PKL-STORAGE",
                    what + " of " + count + " numbers from number " + tensor.offset() + " on",
                    "numbers inside its storage of " + numbers.size());
        }
        int[] dims = Arrays.stream(tensor.dims()).mapToInt(Math::toIntExact).toArray();
        int[] strides =
                Arrays.stream(tensor.strides()).mapToInt(Math::toIntExact).toArray();
        return new TorchTensor(
                numbers.type(), entry.from() + tensor.offset() * each, count, Layout.of(Shape.of(dims), strides, 0));
    }

    /// How many numbers lie from a tensor's first to its last one.
    private static int span(PickleProblem problem, String what, StoredTensor tensor) {
        long[] dims = tensor.dims();
        long[] strides = tensor.strides();
        long elements = 1;
        long last = 0;
        boolean sound = dims.length <= MAX_RANK;
        for (int i = 0; sound && i < dims.length; i++) {
            sound = dims[i] >= 0 && dims[i] <= MAX_ELEMENTS && strides[i] >= 0 && strides[i] <= MAX_ELEMENTS;
            elements *= dims[i];
            last += Math.max(0, dims[i] - 1) * strides[i];
            sound &= elements <= MAX_ELEMENTS && last >= 0 && last < MAX_ELEMENTS;
        }
        if (!sound) {
            throw problem.damaged(
                    "PKL-SHAPE",
                    what + " of shape " + shown(dims) + " with strides " + shown(strides),
                    "at most " + MAX_RANK + " axes and " + MAX_ELEMENTS + " elements, none of them negative");
        }
        return elements == 0 ? 0 : (int) last + 1;
    }

    private static String shown(long[] values) {
        String text = Arrays.toString(Arrays.copyOf(values, Math.min(values.length, MAX_RANK + 1)));
        return values.length > MAX_RANK + 1 ? text.replace("]", ", ...]") : text;
    }
}
