package io.blip2j.blip2.qformer;

import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backend;
import io.blip2j.core.random.RandomKey;
import io.blip2j.core.shape.DType;
import io.blip2j.core.shape.Shape;
import io.blip2j.core.tensor.Tensor;
import io.blip2j.nn.Module;
import io.blip2j.nn.Parameter;
import io.blip2j.nn.init.Initializer;
import io.blip2j.nn.state.TensorSource;
import java.util.Set;

/// First values of a model around a Q-Former, from a BERT: stage 1 begins with a language model's knowledge of words.
///
/// | parameter | begins as |
/// |---|---|
/// | words, positions, first norm | BERT's embeddings; rows that BERT lacks (`[DEC]`): normal |
/// | self-attention, feed-forwards of words | the same layer's |
/// | feed-forwards of queries | copies of the words' |
/// | head for words | BERT's, if its checkpoint has one |
/// | cross-attention, query tokens, projections, matching head | normal; biases 0, norms 1 |
/// | temperature | 0.07 |
///
/// **Source:** LAVIS `init_Qformer` and `Blip2Qformer.__init__` (where the projections begin uniform, as PyTorch's
/// linear layers do; here normal, as Hugging Face has them).
public final class QFormerInit {
    private static final double STD = 0.02;
    private static final double TEMPERATURE = 0.07;

    private final TensorSource bert;
    private final Set<String> names;
    private final Backend backend;
    private final long seed;

    private QFormerInit(TensorSource bert, Backend backend, long seed) {
        this.bert = bert;
        this.names = bert.names();
        this.backend = backend;
        this.seed = seed;
    }

    /// Gives values to every parameter but those of `vision_model`.
    /// @param model with Hugging Face's names: `qformer.*`, `embeddings.*`, `query_tokens`, ...
    /// @throws InputException if the BERT lacks a tensor or has another size
    public static void apply(Module model, TensorSource bert, Backend backend, long seed) {
        QFormerInit init = new QFormerInit(bert, backend, seed);
        for (Parameter parameter : model.parameters()) {
            if (!parameter.path().startsWith("vision_model.")) {
                parameter.set(Tensor.of(
                        backend, init.values(parameter), parameter.shape().dims()));
            }
        }
    }

    private float[] values(Parameter parameter) {
        String path = parameter.path();
        String key = bertKey(path);
        if (key == null || path.startsWith("cls.") && found(key) == null) {
            return fresh(path, parameter.shape());
        }
        String name = found(key);
        if (name == null) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "QFORMER-BERT",
                    bert.what(),
                    "no tensor '" + key + "'",
                    "a BERT with at least as many layers as the Q-Former",
                    "Use bert-base-uncased, or a smaller Q-Former");
        }
        return taken(name, parameter);
    }

    /// BERT's name for a parameter of ours, or null if it has none.
    private static String bertKey(String path) {
        if (path.contains(".crossattention.")) {
            return null;
        }
        if (path.startsWith("qformer.layernorm.")) {
            return "embeddings.LayerNorm." + path.substring("qformer.layernorm.".length());
        }
        if (path.startsWith("qformer.encoder.")) {
            return path.substring("qformer.".length())
                    .replace(".attention.attention.", ".attention.self.")
                    .replace("_query.", ".");
        }
        return path.startsWith("embeddings.") || path.startsWith("cls.predictions.") ? path : null;
    }

    /// The name under which the checkpoint has a key: with or without `bert.`, norms also in the spelling of 2018.
    private String found(String key) {
        String older = key.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta");
        for (String name : new String[] {"bert." + key, key, "bert." + older, older}) {
            if (names.contains(name)) {
                return name;
            }
        }
        return null;
    }

    private float[] taken(String name, Parameter parameter) {
        Shape wanted = parameter.shape();
        Shape shape = bert.shape(name);
        boolean moreRows =
                parameter.path().contains("word_embeddings") || parameter.path().equals("cls.predictions.bias");
        boolean fits = shape.rank() == wanted.rank()
                && shape.with(0, wanted.dim(0)).equals(wanted)
                && (moreRows ? shape.dim(0) <= wanted.dim(0) : shape.dim(0) == wanted.dim(0));
        if (!fits) {
            throw new InputException(
                    InputException.Kind.BAD,
                    "QFORMER-BERT",
                    bert.what(),
                    "tensor '" + name + "' of shape " + shape,
                    "shape " + wanted + " for " + parameter.path(),
                    "Use a BERT of the Q-Former's width, or change the Q-Former's configuration");
        }
        float[] values = fresh(parameter.path(), wanted);
        float[] from = bert.read(name, backend).cast(DType.F32).toFloats();
        System.arraycopy(from, 0, values, 0, from.length);
        return values;
    }

    private float[] fresh(String path, Shape shape) {
        Initializer initializer;
        if (path.equals("temp")) {
            initializer = new Initializer.Constant(TEMPERATURE);
        } else if (path.endsWith(".bias")) {
            initializer = new Initializer.Constant(0);
        } else if (path.endsWith("LayerNorm.weight")) {
            initializer = new Initializer.Constant(1);
        } else {
            initializer = new Initializer.Normal(STD);
        }
        return initializer.values(shape, RandomKey.of(seed, "init/" + path));
    }
}
