package io.blip2j.nn;

import io.blip2j.core.InputException;
import io.blip2j.core.autograd.Autograd;
import io.blip2j.core.op.Op;
import io.blip2j.core.op.elementwise.Gelu;
import io.blip2j.core.op.elementwise.GeluTanh;
import io.blip2j.core.op.elementwise.QuickGelu;
import io.blip2j.core.op.elementwise.Relu;
import io.blip2j.core.op.elementwise.Silu;
import io.blip2j.core.op.elementwise.Tanh;
import io.blip2j.core.tensor.Tensor;

/// Activations by the names that Hugging Face's configurations use.
public enum Activation {
    RELU(new Relu(), "relu"),
    /// Exact, by erf: ViT-g, Q-Former, BLIP-2's FlanT5.
    GELU(new Gelu(), "gelu"),
    /// By tanh: stock T5 v1.1.
    GELU_NEW(new GeluTanh(), "gelu_new", "gelu_pytorch_tanh"),
    /// CLIP.
    QUICK_GELU(new QuickGelu(), "quick_gelu"),
    SILU(new Silu(), "silu", "swish"),
    TANH(new Tanh(), "tanh");

    private final Op op;
    private final String[] names;

    Activation(Op op, String... names) {
        this.op = op;
        this.names = names;
    }

    /// The activation that a configuration names.
    /// @throws InputException of kind CONFIG for a name that none has
    public static Activation named(String name) {
        for (Activation activation : values()) {
            for (String known : activation.names) {
                if (known.equals(name)) {
                    return activation;
                }
            }
        }
        throw new InputException(
                InputException.Kind.CONFIG,
                "CFG-ACTIVATION",
                "activation",
                "'" + name + "'",
                "relu, gelu, gelu_new, quick_gelu, silu or tanh",
                "Correct the config.json");
    }

    /// Hugging Face's name.
    public String configName() {
        return names[0];
    }

    /// `f(x)`, any shape.
    public Tensor forward(Tensor x) {
        return Autograd.apply(op, x);
    }
}
