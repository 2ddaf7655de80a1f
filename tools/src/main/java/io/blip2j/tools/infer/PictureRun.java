package io.blip2j.tools.infer;

import io.blip2j.blip2.image.Picture;
import io.blip2j.core.InputException;
import io.blip2j.core.backend.Backends;
import io.blip2j.tools.cli.Console;
import io.blip2j.tools.cli.ExitCode;
import io.blip2j.tools.cli.Progress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;

/// Goes through pictures, a few at a time, and on past bad ones.
///
/// One row comes for each picture, in their order. A bad one among many is told on stderr and makes the exit code
/// 65; the only one there is fails the command with its own code.
final class PictureRun {
    private static final int AT_ONCE = 8;

    private final String command;
    private final Console console;
    private final List<PictureInput> inputs;
    private int bad;
    private boolean said;

    /// What is computed for some pictures.
    interface Work<R> {
        /// @param first number of the first of these pictures among all good ones
        List<R> of(List<Picture> pictures, int first);
    }

    PictureRun(String command, Console console, List<PictureInput> inputs) {
        this.command = command;
        this.console = console;
        this.inputs = inputs;
    }

    /// Computes and shows all.
    /// @return the exit code
    <R> int run(Work<R> work, BiConsumer<PictureInput, R> show) {
        try (Progress progress = inputs.size() > AT_ONCE ? console.progress(command, inputs.size()) : null) {
            int good = 0;
            for (int from = 0; from < inputs.size(); from += AT_ONCE) {
                List<PictureInput> some = inputs.subList(from, Math.min(from + AT_ONCE, inputs.size()));
                List<Picture> pictures = new ArrayList<>();
                InputException[] failures = new InputException[some.size()];
                for (int i = 0; i < failures.length; i++) {
                    try {
                        pictures.add(some.get(i).read());
                    } catch (InputException failure) {
                        failures[i] = failure;
                    }
                }
                Iterator<R> results = (pictures.isEmpty() ? List.<R>of() : work.of(pictures, good)).iterator();
                good += pictures.size();
                for (int i = 0; i < failures.length; i++) {
                    if (failures[i] != null) {
                        console.row(errorRow(some.get(i), failures[i]));
                        tell(failures[i]);
                    } else {
                        sayBackend();
                        show.accept(some.get(i), results.next());
                    }
                }
                if (progress != null) {
                    progress.update(from + some.size());
                }
            }
        }
        return exitCode();
    }

    /// The good pictures one by one.
    /// @param good gets the inputs that they are of
    Iterable<Picture> pictures(List<PictureInput> good) {
        return () -> new Iterator<>() {
            private final Iterator<PictureInput> rest = inputs.iterator();
            private Picture next = find();

            private Picture find() {
                while (rest.hasNext()) {
                    PictureInput input = rest.next();
                    try {
                        Picture picture = input.read();
                        good.add(input);
                        return picture;
                    } catch (InputException failure) {
                        tell(failure);
                    }
                }
                return null;
            }

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public Picture next() {
                if (next == null) {
                    throw new NoSuchElementException();
                }
                Picture found = next;
                next = find();
                return found;
            }
        };
    }

    private static Map<String, Object> errorRow(PictureInput input, InputException failure) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("image", input.name());
        row.put("error", failure.getMessage());
        row.put("code", failure.code());
        return row;
    }

    private void tell(InputException failure) {
        if (inputs.size() == 1) {
            throw failure;
        }
        bad++;
        console.warn(command + ": " + failure.getMessage());
    }

    /// Says once, when all went well, what computed.
    void sayBackend() {
        if (!said) {
            said = true;
            console.note(Backends.why());
        }
    }

    int exitCode() {
        return (bad == 0 ? ExitCode.OK : ExitCode.BAD).code();
    }
}
