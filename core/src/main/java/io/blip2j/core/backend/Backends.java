package io.blip2j.core.backend;

import io.blip2j.core.InputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/// The backends that this process has, and the one that a run computes on.
///
/// A backend is a provider of [Backend] in `META-INF/services`; each is made once. The fastest kind that is there
/// is chosen, unless the system property `blip2j.backend` names one. Nothing falls back in silence: a backend
/// that cannot run is a warning, and an error if it was asked for.
public final class Backends {
    /// The system property that names the backend to use.
    public static final String PROPERTY = "blip2j.backend";

    private static final List<String> FASTEST_FIRST = List.of("cuda", "vector", "scalar");
    private static final System.Logger LOG = System.getLogger(Backends.class.getName());

    private final TreeMap<String, Backend> available =
            new TreeMap<>(Comparator.comparingInt(Backends::rank).thenComparing(Comparator.naturalOrder()));
    private final List<String> failures = new ArrayList<>();

    private static final class Found {
        private static final Backends BACKENDS = new Backends();
    }

    private Backends() {
        Iterator<Backend> providers = ServiceLoader.load(Backend.class, Backends.class.getClassLoader())
                .iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    return;
                }
                Backend backend = providers.next();
                available.put(backend.name(), backend);
            } catch (ServiceConfigurationError | LinkageError problem) { // one that cannot run here hides no other
                String why = String.valueOf(problem.getCause() == null ? problem.getMessage() : problem.getCause());
                if (why.contains("jdk/incubator/vector")) {
                    why = "vector: " + fix("vector");
                }
                failures.add(why);
                LOG.log(System.Logger.Level.WARNING, "a backend cannot run here: " + why);
            }
        }
    }

    /// The backend that this process computes on: the one that `blip2j.backend` names, else the fastest that is
    /// there. A run prints [#why()] once.
    /// @throws InputException of kind UNAVAILABLE if the one that is named cannot run
    public static Backend select() {
        String forced = System.getProperty(PROPERTY);
        return named(forced == null ? names().getFirst() : forced);
    }

    /// A backend by name: `scalar`, `vector` or `cuda`; always the same object for one name.
    /// @throws InputException of kind UNAVAILABLE if there is none of that name, or it cannot run
    public static Backend named(String name) {
        Backend backend = Found.BACKENDS.available.get(name);
        if (backend == null) {
            throw new InputException(
                    InputException.Kind.UNAVAILABLE,
                    "BACKEND",
                    "backend " + name,
                    "none of that name" + Found.BACKENDS.failed(),
                    "one of " + names(),
                    fix(name));
        }
        return backend;
    }

    /// Names of the backends that can run here, fastest first.
    public static List<String> names() {
        return List.copyOf(Found.BACKENDS.available.keySet());
    }

    /// Every backend that can run here, fastest first.
    public static List<Backend> available() {
        return List.copyOf(Found.BACKENDS.available.values());
    }

    /// Which backend [#select()] gives, and why: `backend vector (AVX-512, ...): the fastest of [vector, scalar]`.
    public static String why() {
        Backend backend = select();
        String reason = System.getProperty(PROPERTY) != null
                ? "forced by -D" + PROPERTY
                : "the fastest of " + names() + Found.BACKENDS.failed() + "; -D" + PROPERTY + "=NAME forces another";
        return "backend " + backend.name() + " (" + backend.describe() + "): " + reason;
    }

    private static int rank(String name) {
        int place = FASTEST_FIRST.indexOf(name);
        return place < 0 ? FASTEST_FIRST.size() : place;
    }

    private String failed() {
        return failures.isEmpty() ? "" : "; not usable: " + String.join("; ", failures);
    }

    private static String fix(String name) {
        return switch (name) {
            case "vector" -> "Start java with --add-modules jdk.incubator.vector";
            case "cuda" -> "Put the cuda-ffi module on the class path, on a machine with an NVIDIA driver";
            default -> "Name one of these, or leave the choice to the program";
        };
    }
}
