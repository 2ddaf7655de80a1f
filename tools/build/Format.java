import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Checks or applies the code format: every Java file of the reactor, in one process.
///
/// `java Format.java check|apply ROOT STAMP`. Files older than `STAMP` passed the last check and are skipped.
/// A failed check leaves `not-formatted.txt` beside the stamp, for which the build stops with the command to run.
/// Runs on the toolchain's JDK, because Maven's own JVM may be too old to parse the sources.
final class Format {
    private static final List<String> SOURCES =
            List.of("core/src", "nn/src", "blip2/src", "tools/src", "tools/build", "cuda-ffi/src", "bench/src");

    private static final int COLUMNS = 120;
    private static final Pattern DOC = Pattern.compile("(?m)^( *)(///.*)$");
    private static final Pattern TAKEN_OUT = Pattern.compile("(?m)^( *)/// @(\\d+)@$");

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
                .filter(file -> newer(file, passed) && format.wrong(file, apply))
                .sorted()
                .toList();
        wrong.forEach(file -> System.err.println("not formatted: " + root.relativize(file)));
        Path refused = stamp.resolveSibling("not-formatted.txt");
        Files.createDirectories(stamp.getParent());
        Files.deleteIfExists(refused);
        if (!wrong.isEmpty()) {
            Files.writeString(
                    refused,
                    String.join("\n", wrong.stream().map(Path::toString).toList()));
            return;
        }
        Files.write(stamp, new byte[0]);
        Files.setLastModifiedTime(stamp, started);
    }

    private static List<Path> sources(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
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
            throw new UncheckedIOException(e);
        }
    }

    /// Whether the file is not as it should be: formatted now with `apply`, or refused.
    private boolean wrong(Path file, boolean apply) {
        try {
            String source = Files.readString(file);
            String formatted = format(source);
            boolean differs = !formatted.equals(source);
            if (differs && apply) {
                Files.writeString(file, formatted);
                System.out.println("formatted " + file);
                return false;
            }
            return differs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FormatterException e) {
            System.err.println(file + ": " + e.getMessage());
            return true;
        }
    }

    /// Formats code and imports. Lines of `///` comments are taken out before and put back after, at the indentation
    /// of the code: the formatter would count their indentation twice and break them without a prefix.
    private String format(String source) throws FormatterException {
        String ordered = ImportOrderer.reorderImports(
                RemoveUnusedImports.removeUnusedImports(source), JavaFormatterOptions.Style.PALANTIR);
        List<String> docs = new ArrayList<>();
        String bare = DOC.matcher(ordered).replaceAll(doc -> {
            docs.add(doc.group(2));
            return Matcher.quoteReplacement(doc.group(1) + "/// @" + (docs.size() - 1) + "@");
        });
        return TAKEN_OUT
                .matcher(formatter.formatSource(bare))
                .replaceAll(place ->
                        Matcher.quoteReplacement(wrap(place.group(1), docs.get(Integer.parseInt(place.group(2))))));
    }

    /// A line of a comment, wrapped if it is too long; a row of a table cannot be.
    private static String wrap(String indent, String doc) {
        String line = indent + doc.stripTrailing();
        int cut = line.lastIndexOf(' ', COLUMNS);
        if (line.length() <= COLUMNS || doc.startsWith("/// |") || cut <= indent.length() + 3) {
            return line;
        }
        return line.substring(0, cut).stripTrailing() + "\n" + wrap(indent, "/// " + line.substring(cut + 1));
    }
}
