package io.blip2j.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Files stay short enough to be read in one sitting, and say what they are.
final class SourcesTest {
    private static final int LONGEST = 500;
    private static final int MEDIAN = 150;
    private static final Pattern PUT_OFF = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "^public (?:(?:abstract|final|sealed|non-sealed) )*(?:class|interface|record|enum) (\\w+)",
            Pattern.MULTILINE);
    private static final Path ROOT =
            Path.of(System.getProperty("blip2j.root", "..")).toAbsolutePath();

    private static final List<Source> SOURCES = new ArrayList<>();

    /// A main source file by its path from the root of the checkout.
    private record Source(Path path, List<String> lines) {
        @Override
        public String toString() {
            return path + " (" + lines.size() + " lines)";
        }
    }

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.map(folder -> folder.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(module)) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                            .toList()) {
                        SOURCES.add(new Source(ROOT.relativize(file), Files.readAllLines(file)));
                    }
                }
            }
        }
    }

    @Test
    void noFileIsLongerThanTheCap() {
        none(SOURCES.stream().filter(source -> source.lines().size() > LONGEST).toList(), "longer than " + LONGEST);
    }

    @Test
    void halfOfTheFilesFitOnAFewScreens() {
        int[] lengths = SOURCES.stream()
                .mapToInt(source -> source.lines().size())
                .sorted()
                .toArray();
        int median = lengths[lengths.length / 2];
        assertTrue(median <= MEDIAN, "median length of main files is " + median + " lines, at most " + MEDIAN);
    }

    @Test
    void nothingIsPutOff() {
        none(
                SOURCES.stream()
                        .filter(source -> PUT_OFF.matcher(String.join("\n", source.lines()))
                                .find())
                        .toList(),
                "with a TODO: open an issue");
    }

    @Test
    void everyPackageSaysWhatItIs() {
        TreeSet<Path> packages = new TreeSet<>();
        SOURCES.forEach(source -> packages.add(source.path().getParent()));
        none(
                packages.stream()
                        .filter(folder -> !Files.exists(ROOT.resolve(folder).resolve("package-info.java")))
                        .toList(),
                "without package-info.java");
    }

    /// Each public type stands in a row of the table of its package-info.
    @Test
    void everyPackageMapsItsPublicTypes() throws IOException {
        List<String> unnamed = new ArrayList<>();
        for (Source source : SOURCES) {
            Path info = ROOT.resolve(source.path()).resolveSibling("package-info.java");
            String map = Files.readAllLines(info).stream()
                    .filter(line -> line.startsWith("/// |"))
                    .collect(Collectors.joining("\n"));
            Matcher types = PUBLIC_TYPE.matcher(String.join("\n", source.lines()));
            while (types.find()) {
                if (!Pattern.compile("\\b" + types.group(1) + "\\b")
                        .matcher(map)
                        .find()) {
                    unnamed.add(source.path().toString());
                }
            }
        }
        none(unnamed, "missing in the table of their package-info");
    }

    private static void none(List<?> wrong, String what) {
        assertTrue(
                wrong.isEmpty(),
                () -> wrong.size() + " " + what + ":\n  "
                        + String.join(
                                "\n  ", wrong.stream().map(Object::toString).toList()));
    }
}
