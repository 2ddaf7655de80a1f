import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/// Checks or applies the code format: every Java file of the reactor, in one process.
///
/// `java Format.java check|apply ROOT STAMP`. Files older than `STAMP` passed the last check and are skipped.
/// A failed check leaves `not-formatted.txt` beside the stamp, for which the build stops with the command to run.
/// Runs on the toolchain's JDK, because Maven's own JVM may be too old to parse the sources.
final class Format {
    private static final List<String> SOURCES =
            List.of("core/src", "nn/src", "blip2/src", "tools/src", "tools/build", "cuda-ffi/src", "bench/src");

    private final Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    public static void main(String[] args) throws IOException {
        boolean apply = args[0].equals("apply");
        Path root = Path.of(args[1]);
        Path stamp = Path.of(args[2]);
        FileTime started = FileTime.fromMillis(System.currentTimeMillis());
        FileTime passed = Files.exists(stamp) ? Files.getLastModifiedTime(stamp) : FileTime.fromMillis(0);
        Format format = new Format();
        List<Path> wrong = sources(root).parallelStream()
                .filter(file -> newer(file, passed) && format.differs(file, apply))
                .sorted()
                .toList();
        String verb = apply ? "formatted " : "not formatted: ";
        wrong.forEach(file -> System.err.println(verb + root.relativize(file)));
        Path refused = stamp.resolveSibling("not-formatted.txt");
        Files.createDirectories(stamp.getParent());
        Files.deleteIfExists(refused);
        if (!wrong.isEmpty() && !apply) {
            Files.writeString(
                    refused,
                    String.join("\n", wrong.stream().map(Path::toString).toList()));
            return;
        }
        Files.write(stamp, new byte[0]);
        Files.setLastModifiedTime(stamp, started);
    }

    private static List<Path> sources(Path root) throws IOException {
        List<Path> files = new java.util.ArrayList<>();
        for (String folder : SOURCES) {
            if (Files.isDirectory(root.resolve(folder))) {
                try (Stream<Path> walk = Files.walk(root.resolve(folder))) {
                    walk.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
                }
            }
        }
        return files;
    }

    private static boolean newer(Path file, FileTime passed) {
        try {
            return Files.getLastModifiedTime(file).compareTo(passed) > 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private boolean differs(Path file, boolean apply) {
        try {
            String source = Files.readString(file);
            String formatted = formatter.formatSourceAndFixImports(source);
            boolean differs = !formatted.equals(source);
            if (differs && apply) {
                Files.writeString(file, formatted);
            }
            return differs;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (FormatterException e) {
            System.err.println(file + ": " + e.getMessage());
            return true;
        }
    }
}
