package io.blip2j.blip2.checkpoint.torch;

import io.blip2j.blip2.checkpoint.torch.Pickled.Dict;
import io.blip2j.blip2.checkpoint.torch.Pickled.Global;
import io.blip2j.blip2.checkpoint.torch.Pickled.Int;
import io.blip2j.blip2.checkpoint.torch.Pickled.Passed;
import io.blip2j.blip2.checkpoint.torch.Pickled.StoredNumbers;
import io.blip2j.blip2.checkpoint.torch.Pickled.StoredTensor;
import io.blip2j.blip2.checkpoint.torch.Pickled.Text;
import io.blip2j.blip2.checkpoint.torch.Pickled.Tuple;
import io.blip2j.core.shape.DType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The names that a pickle may mention, and what calling one of them stands for.
///
/// | name | stands for |
/// |---|---|
/// | `collections.OrderedDict` | a dictionary |
/// | `torch._utils._rebuild_tensor_v2`, `_rebuild_parameter` | a tensor |
/// | `torch.*Storage` | a type of numbers |
/// | `argparse.Namespace`, `omegaconf.*`, plain containers, ... | something that training kept beside the weights: passed over |
///
/// A name is compared as text; no class is ever looked up, none is made, nothing is called.
///
/// **Source:** the names in published files (BLIP-2's `pytorch_model*.bin` have the first three, LAVIS's `.pth`
/// may have the last); PyTorch's `torch._utils`.
final class Globals {
    private static final String ORDERED_DICT = "collections.OrderedDict";
    private static final String TENSOR = "torch._utils._rebuild_tensor_v2";
    private static final String PARAMETER = "torch._utils._rebuild_parameter";
    private static final String STORAGE = "Storage";

    private static final Map<String, DType> TYPES = Map.of(
            "DoubleStorage", DType.F64,
            "FloatStorage", DType.F32,
            "HalfStorage", DType.F16,
            "BFloat16Storage", DType.BF16,
            "LongStorage", DType.I64,
            "IntStorage", DType.I32,
            "ByteStorage", DType.U8,
            "BoolStorage", DType.BOOL);
    private static final Set<String> OTHER_TYPES =
            Set.of("CharStorage", "ShortStorage", "ComplexFloatStorage", "ComplexDoubleStorage");

    private static final Set<String> PASSED = Set.of(
            "argparse.Namespace",
            "collections.defaultdict",
            "pathlib.PosixPath",
            "pathlib.PurePosixPath",
            "torch.Size",
            "torch.device",
            "typing.Any");
    private static final Set<String> PLAIN = Set.of(
            "bool",
            "bytearray",
            "complex",
            "dict",
            "float",
            "frozenset",
            "int",
            "list",
            "long",
            "object",
            "set",
            "str",
            "tuple");

    private Globals() {}

    /// Whether a pickle may mention a name.
    static boolean allows(Global global) {
        String name = global.qualified();
        return name.equals(ORDERED_DICT)
                || name.equals(TENSOR)
                || name.equals(PARAMETER)
                || isStorage(global)
                || isPassed(global);
    }

    private static boolean isStorage(Global global) {
        return global.module().equals("torch")
                && (TYPES.containsKey(global.name()) || OTHER_TYPES.contains(global.name()));
    }

    private static boolean isPassed(Global global) {
        String module = global.module();
        boolean plain = module.equals("builtins") || module.equals("__builtin__");
        return PASSED.contains(global.qualified())
                || module.equals("omegaconf")
                || module.startsWith("omegaconf.")
                || plain && PLAIN.contains(global.name());
    }

    /// What calling a name with arguments stands for, or null if that is no call that weights need.
    static Pickled call(Global global, List<Pickled> arguments) {
        return switch (global.qualified()) {
            case ORDERED_DICT -> arguments.isEmpty() ? new Dict() : null;
            case TENSOR -> tensor(arguments);
            case PARAMETER ->
                !arguments.isEmpty() && arguments.getFirst() instanceof StoredTensor tensor ? tensor : null;
            default -> isPassed(global) ? new Passed(global.qualified()) : null;
        };
    }

    /// `(numbers, offset, shape, strides, requires_grad, hooks[, metadata])`.
    private static Pickled tensor(List<Pickled> arguments) {
        if (arguments.size() < 4
                || !(arguments.get(0) instanceof StoredNumbers numbers)
                || !(arguments.get(1) instanceof Int offset)
                || !(arguments.get(2) instanceof Tuple dims)
                || !(arguments.get(3) instanceof Tuple strides)
                || dims.items().size() != strides.items().size()) {
            return null;
        }
        long[] sizes = longs(dims);
        long[] steps = longs(strides);
        return sizes == null || steps == null ? null : new StoredTensor(numbers, offset.value(), sizes, steps);
    }

    private static long[] longs(Tuple tuple) {
        long[] values = new long[tuple.items().size()];
        for (int i = 0; i < values.length; i++) {
            if (!(tuple.items().get(i) instanceof Int number)) {
                return null;
            }
            values[i] = number.value();
        }
        return values;
    }

    /// The stored numbers that a persistent id means, `("storage", type, key, device, size)`, or null if it is
    /// none.
    static StoredNumbers numbers(Pickled id) {
        return id instanceof Tuple tuple
                        && tuple.items().size() == 5
                        && tuple.items().get(0) instanceof Text kind
                        && kind.value().equals("storage")
                        && tuple.items().get(1) instanceof Global type
                        && isStorage(type)
                        && tuple.items().get(2) instanceof Text key
                        && tuple.items().get(4) instanceof Int size
                ? new StoredNumbers(key.value(), TYPES.get(type.name()), type.name(), size.value())
                : null;
    }

    /// PyTorch's name for numbers of a type.
    static String storageName(DType type) {
        for (Map.Entry<String, DType> entry : TYPES.entrySet()) {
            if (entry.getValue() == type) {
                return entry.getKey();
            }
        }
        throw new IllegalArgumentException("PyTorch has no storage for " + type);
    }

    /// What a message says of the names that are allowed.
    static String expected() {
        return "names that tensors are made of (" + ORDERED_DICT + ", " + TENSOR + ", " + PARAMETER + ", torch.*"
                + STORAGE + ")";
    }
}
