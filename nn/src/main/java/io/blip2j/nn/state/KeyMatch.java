package io.blip2j.nn.state;

import io.blip2j.nn.Module;
import io.blip2j.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How a model's parameters and a checkpoint's keys fit, found without reading a number.
///
/// @param found parameters by the key that has their values
/// @param missing keys of parameters for which there is no tensor
/// @param extra keys of tensors for which there is no parameter
/// @param ignored keys of tensors that match nothing on purpose
/// @param wrongShape keys whose tensor has another shape than the parameter
public record KeyMatch(
        Map<String, Parameter> found,
        List<String> missing,
        List<String> extra,
        List<String> ignored,
        List<String> wrongShape) {
    /// Compares the names and shapes of a model, which needs no values yet, with those of a source.
    public static KeyMatch of(Module module, TensorSource source, KeyMap map) {
        Map<String, Parameter> byKey = new LinkedHashMap<>();
        for (Parameter parameter : module.parameters()) {
            byKey.put(map.key(parameter.path()), parameter);
        }
        Set<String> names = source.names();
        Map<String, Parameter> found = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        List<String> wrongShape = new ArrayList<>();
        byKey.forEach((key, parameter) -> {
            if (names.contains(key)) {
                found.put(key, parameter);
                if (!source.shape(key).equals(parameter.shape())) {
                    wrongShape.add(key);
                }
            } else if (!map.mayLack(parameter.path())) {
                missing.add(key);
            }
        });
        List<String> extra = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        for (String name : names) {
            if (!byKey.containsKey(name)) {
                (map.ignores(name) ? ignored : extra).add(name);
            }
        }
        return new KeyMatch(found, missing, extra, ignored, wrongShape);
    }

    /// Whether the checkpoint can be loaded.
    public boolean fits() {
        return missing.isEmpty() && extra.isEmpty() && wrongShape.isEmpty();
    }
}
