import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Prints how many tests this build ran, over all modules.
///
/// `java CountTests.java ROOT START`: sums the Surefire reports written since `START` (an ISO instant).
final class CountTests {
    private static final Pattern SUITE =
            Pattern.compile("<testsuite .*?tests=\"(\\d+)\" errors=\"\\d+\" skipped=\"(\\d+)\"");

    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]);
        Instant start = Instant.parse(args[1]);
        int tests = 0;
        int skipped = 0;
        int modules = 0;
        try (Stream<Path> entries = Files.list(root)) {
            for (Path module : entries.sorted().toList()) {
                int before = tests;
                for (Path report : reports(module.resolve("target/surefire-reports"), start)) {
                    Matcher suite = SUITE.matcher(Files.readString(report).replace('\n', ' '));
                    if (suite.find()) {
                        tests += Integer.parseInt(suite.group(1));
                        skipped += Integer.parseInt(suite.group(2));
                    }
                }
                modules += tests > before ? 1 : 0;
            }
        }
        System.out.println((tests - skipped) + " tests ran in " + modules + " modules, " + skipped + " were skipped.");
    }

    private static List<Path> reports(Path folder, Instant start) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                    .filter(file -> file.toFile().lastModified() >= start.toEpochMilli())
                    .toList();
        }
    }
}
