package io.blip2j.nn.optim;

import io.blip2j.nn.Parameter;
import java.util.ArrayList;
import java.util.List;

/// Parameters that share weight decay and a factor of the learning rate.
///
/// @param parameters which
/// @param weightDecay decoupled decay
/// @param lrScale factor of the schedule's learning rate (layer-wise decay), usually 1
public record ParameterGroup(List<Parameter> parameters, double weightDecay, double lrScale) {
    public ParameterGroup {
        parameters = List.copyOf(parameters);
    }

    /// Two groups by LAVIS's rule: vectors and everything named `bias` do not decay, the rest does; a 0-D parameter
    /// (`temp`) decays too.
    ///
    /// **Source:** LAVIS `runners/runner_base.py`, `blip2.py: get_optimizer_params`.
    public static List<ParameterGroup> byDecay(List<Parameter> parameters, double weightDecay) {
        List<Parameter> decayed = new ArrayList<>();
        List<Parameter> plain = new ArrayList<>();
        for (Parameter parameter : parameters) {
            (decays(parameter.path(), parameter.shape().rank()) ? decayed : plain).add(parameter);
        }
        return List.of(new ParameterGroup(decayed, weightDecay, 1), new ParameterGroup(plain, 0, 1));
    }

    /// Whether LAVIS's rule lets a parameter decay.
    public static boolean decays(String path, int rank) {
        return rank != 1 && !path.endsWith(".bias");
    }
}
