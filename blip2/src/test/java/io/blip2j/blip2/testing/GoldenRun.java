package io.blip2j.blip2.testing;

import io.blip2j.blip2.language.Recorder;
import io.blip2j.core.autograd.Gradients;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.core.testing.Json;
import io.blip2j.nn.Module;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.state.KeyMap;
import io.blip2j.nn.state.StateDict;
import java.util.LinkedHashMap;
import java.util.Map;

/// One forward case of a golden model on one backend: records what the model computes, then compares outputs and
/// gradients.
public final class GoldenRun {
    private final GoldenModels.Run run;
    private final Map<String, Tensor> recorded = new LinkedHashMap<>();

    public GoldenRun(GoldenModels.Run run) {
        this.run = run;
    }

    /// Gives a model the folder's weights.
    public <M extends Module> M load(M model) {
        StateDict.load(model, run.weights(), KeyMap.SAME, run.backend());
        return model;
    }

    /// Notes what a model computes.
    public Recorder recorder() {
        return this::put;
    }

    /// Notes a result.
    public void put(String name, Tensor value) {
        recorded.put(name, value);
    }

    /// A result noted before.
    public Tensor get(String name) {
        return recorded.get(name);
    }

    /// Compares every output; with an input `upstream`, the loss is `Σ result · upstream`.
    /// @param result what `upstream` is multiplied with, or null
    /// @return the loss, or null where the case has none
    public Tensor outputs(Tensor result) {
        Tensor upstream = run.input("upstream");
        if (upstream != null) {
            put("loss", result.mul(upstream).sum());
        }
        run.checkOutputs(recorded);
        return recorded.get("loss");
    }

    /// Compares every gradient; a parameter that the loss does not reach must have zeros there.
    public void gradients(Module model, Tensor loss) {
        if (run.golden().has("grads")) {
            compare(
                    model,
                    loss.backward(),
                    run.golden().get("grads"),
                    run.golden().get("grad_tol"));
        }
    }

    private void compare(Module model, Gradients gradients, Json expected, Json tolerance) {
        Map<String, Parameter> byPath = new LinkedHashMap<>();
        model.parameters().forEach(parameter -> byPath.put(parameter.path(), parameter));
        for (String name : expected.fields()) {
            Parameter parameter = byPath.get(name);
            if (parameter == null) {
                throw new AssertionError(run + ": no parameter named " + name);
            }
            Tensor gradient = gradients.get(parameter.tensor());
            Backend backend = run.backend();
            Tensor got = gradient != null
                    ? gradient
                    : Tensor.zeros(backend, parameter.shape().dims());
            run.golden().check("gradient of " + name, got, expected.get(name), tolerance, false);
        }
    }
}
