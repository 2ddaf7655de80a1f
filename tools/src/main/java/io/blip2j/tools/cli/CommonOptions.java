package io.blip2j.tools.cli;

import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.parallel.Workers;
import java.util.Locale;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Options that every command has; a command takes them in as a Picocli mixin.
///
/// An option that was not given is empty here: a recipe's value, then the command's default comes next.
public final class CommonOptions {
    /// Which implementation computes.
    public enum BackendName {
        SCALAR,
        VECTOR,
        CUDA;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// How the matrices of frozen parts are stored.
    public enum Weights {
        /// As the folder has them.
        KEEP,
        F32,
        BF16,
        INT8,
        INT4;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--model",
            paramLabel = "DIR|ORG/NAME",
            description = "A Hugging Face folder, a run folder, or a name in the hub cache.")
    private String model;

    @Option(names = "--backend", paramLabel = "NAME", description = "Force a backend: ${COMPLETION-CANDIDATES}.")
    private BackendName backend;

    @Option(names = "--weights", paramLabel = "TYPE", description = "Store weights as: ${COMPLETION-CANDIDATES}.")
    private Weights weights;

    @Option(names = "--strict-finite", description = "Refuse weights that are not all finite numbers.")
    private boolean strictFinite;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of all random numbers.")
    private Long seed;

    @Option(names = "--json", description = "Print one JSON object per line on stdout, and nothing else.")
    private boolean json;

    @Option(names = "--quiet", description = "No progress on stderr.")
    private boolean quiet;

    @Option(names = "--debug", description = "Show the stack trace of a failure.")
    private boolean debug;

    private int threads;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that compute (default: all cores).")
    void setThreads(int count) {
        if (count < 1 || count > 4096) {
            throw new ParameterException(
                    command.commandLine(), "Invalid value for option '--threads': " + count + " is not in 1..4096");
        }
        threads = count;
    }

    /// `--model`, which this command needs.
    public String model() {
        if (model == null || model.isBlank()) {
            throw new InputException(
                    InputException.Kind.USAGE,
                    "CLI-MODEL",
                    "--model",
                    "nothing",
                    "a folder or a name such as Salesforce/blip2-opt-2.7b",
                    "Add --model DIR");
        }
        return model;
    }

    /// `--weights`, or `keep`.
    public Weights weights() {
        return weights == null ? Weights.KEEP : weights;
    }

    /// Whether weights that are not all finite are refused.
    public boolean strictFinite() {
        return strictFinite;
    }

    /// `--seed`, if given.
    public OptionalLong seed() {
        return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    }

    /// Whether a failure shows its stack trace.
    public boolean debug() {
        return debug;
    }

    /// Puts `--threads` and `--backend` into force; done before a command runs.
    public void apply() {
        if (threads > 0) {
            Workers.useThreads(threads);
        }
        if (backend != null) {
            System.setProperty(Backends.PROPERTY, backend.toString());
            Backends.select();
        }
    }

    /// Where this command prints: results on stdout, everything else on stderr.
    public Console console() {
        return Console.standard(json, quiet);
    }
}
