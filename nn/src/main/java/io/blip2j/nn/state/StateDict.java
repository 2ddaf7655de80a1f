package io.blip2j.nn.state;

import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.backend.PackedMatrix;
import io.blip2j.core.memory.Step;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Module;
import io.blip2j.nn.Parameter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A module's parameters by name: loaded from a source, saved, hashed.
public final class StateDict {
    private static final int NAMES_SHOWN = 10;

    private StateDict() {}

    /// Gives every parameter its values. Every key of the source must be used or be ignored on purpose, and every
    /// parameter must get one, unless the map says otherwise.
    /// @throws InputException naming the first unmatched keys and the nearest names
    public static void load(Module module, TensorSource source, KeyMap map, Backend backend) {
        load(module, source, map, backend, StateDict::learning);
    }

    /// What a model that learns does with each parameter: a matrix that was saved as integers becomes its values.
    public static void learning(Parameter parameter) {
        if (parameter.packed() != null) {
            parameter.unfreeze();
        }
    }

    /// As above, and hands over each parameter as soon as it has its values, before the next one is read: to
    /// freeze it, so that no more than one matrix at a time is in memory unpacked.
    public static void load(
            Module module, TensorSource source, KeyMap map, Backend backend, Consumer<Parameter> loaded) {
        requireFits(module, source, map).found().forEach((key, parameter) -> {
            try (Step _ = Step.open()) { // what is read and packed at once leaves no garbage
                PackedMatrix packed = source.packed(key, backend);
                if (packed == null) {
                    parameter.lend(ofNumbers(source, key, source.read(key, backend)));
                } else {
                    parameter.set(packed, backend);
                }
                loaded.accept(parameter);
                parameter.keep();
            }
        });
    }

    /// Compares a model's parameters, which need no values yet, with the keys of a source.
    /// @throws InputException naming the first keys that match nothing, either way, or have another shape
    public static KeyMatch requireFits(Module module, TensorSource source, KeyMap map) {
        KeyMatch match = KeyMatch.of(module, source, map);
        if (!match.missing().isEmpty()) {
            throw unmatched("MODEL-MISSING", source, "no tensor for parameter ", match.missing(), match.extra());
        }
        if (!match.extra().isEmpty()) {
            List<String> keys = List.copyOf(match.found().keySet());
            throw unmatched("MODEL-EXTRA", source, "no parameter for tensor ", match.extra(), keys);
        }
        if (!match.wrongShape().isEmpty()) {
            String key = match.wrongShape().getFirst();
            List<String> others =
                    match.wrongShape().subList(1, match.wrongShape().size());
            throw new InputException(
                    InputException.Kind.BAD,
                    "MODEL-SHAPE",
                    source.what(),
                    "tensor '" + key + "' of shape " + source.shape(key)
                            + (others.isEmpty() ? "" : " and other shapes of " + listed(others)),
                    "shape " + match.found().get(key).shape(),
                    "Does config.json belong to these weights?");
        }
        return match;
    }

    private static Tensor ofNumbers(TensorSource source, String key, Tensor tensor) {
        if (!tensor.dtype().isFloating()) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "MODEL-DTYPE",
                    source.what(),
                    "tensor '" + key + "' of type " + tensor.dtype(),
                    "F32, F16, BF16 or F64",
                    "Download or save it again");
        }
        return tensor;
    }

    /// The first ten, and how many there are beside them.
    private static String listed(List<String> keys) {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < Math.min(NAMES_SHOWN, keys.size()); i++) {
            list.append(i == 0 ? "'" : ", '").append(keys.get(i)).append('\'');
        }
        if (keys.size() > NAMES_SHOWN) {
            list.append(" and ").append(keys.size() - NAMES_SHOWN).append(" more");
        }
        return list.toString();
    }

    private static InputException unmatched(
            String code, TensorSource source, String problem, List<String> keys, List<String> candidates) {
        String nearest = nearest(keys.getFirst(), candidates);
        return new InputException(
                InputException.Kind.BAD,
                code,
                source.what(),
                problem + listed(keys),
                "the tensors of this model" + (nearest == null ? "" : " (nearest: '" + nearest + "')"),
                "Does config.json belong to these weights?");
    }

    /// The candidate with the longest common beginning and end.
    private static String nearest(String key, List<String> candidates) {
        String best = null;
        int most = 0;
        for (String candidate : candidates) {
            int same = 0;
            while (same < Math.min(key.length(), candidate.length()) && key.charAt(same) == candidate.charAt(same)) {
                same++;
            }
            int tail = 0;
            while (tail < Math.min(key.length(), candidate.length()) - same
                    && key.charAt(key.length() - 1 - tail) == candidate.charAt(candidate.length() - 1 - tail)) {
                tail++;
            }
            if (same + tail > most) {
                most = same + tail;
                best = candidate;
            }
        }
        return best;
    }

    /// The values of all parameters by their checkpoint keys, in order of declaration.
    public static Map<String, Tensor> save(Module module, KeyMap map) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : module.parameters()) {
            tensors.put(map.key(parameter.path()), parameter.values());
        }
        return tensors;
    }

    /// Copies the values of parameters that both modules have by the same path, shared by neither afterwards.
    /// @return how many were copied
    public static int copyEqualNames(Module from, Module to) {
        Map<String, Parameter> sources = new LinkedHashMap<>();
        from.parameters().forEach(parameter -> sources.put(parameter.path(), parameter));
        int copied = 0;
        for (Parameter parameter : to.parameters()) {
            Parameter source = sources.get(parameter.path());
            if (source != null) {
                Tensor values = source.values();
                parameter.set(Tensor.of(
                        values.backend(), values.toFloats(), values.shape().dims()));
                copied++;
            }
        }
        return copied;
    }

    /// SHA-256 over names and values (row-major, F32) of the parameters that a test accepts, as hexadecimal digits.
    public static String hash(Module module, Predicate<Parameter> counted) {
        MessageDigest digest = sha256();
        Set<String> seen = new HashSet<>();
        for (Parameter parameter : module.parameters()) {
            if (counted.test(parameter) && seen.add(parameter.path())) {
                digest.update(parameter.path().getBytes(java.nio.charset.StandardCharsets.UTF_8));
                float[] values = parameter.values().toFloats();
                ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(values);
                digest.update(bytes);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// SHA-256 of all parameters.
    public static String hash(Module module) {
        return hash(module, parameter -> true);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
