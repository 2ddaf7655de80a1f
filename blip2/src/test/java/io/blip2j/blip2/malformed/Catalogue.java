package io.blip2j.blip2.malformed;

import io.blip2j.blip2.checkpoint.torch.MalformedTorchFileTest;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// All rows, and the program that reads each of them: in a process of its own, so that its heap is as small as is
/// promised.
public final class Catalogue {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 3;

    private Catalogue() {}

    /// The rows, in order.
    public static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(HeaderRows.rows());
        rows.addAll(TensorRows.rows());
        rows.addAll(ModelRows.rows());
        rows.addAll(MalformedTorchFileTest.catalogue());
        rows.addAll(ConfigRows.rows());
        rows.addAll(ImageRows.rows());
        rows.addAll(PictureRows.rows());
        return rows;
    }

    /// Arguments: an empty folder, the file for the outcomes.
    public static void main(String[] arguments) throws IOException {
        Logger.getLogger("io.blip2j").setLevel(Level.OFF);
        Path folder = Path.of(arguments[0]);
        Path scratch = Path.of(System.getProperty("java.io.tmpdir"));
        try (PrintStream out = new PrintStream(arguments[1], StandardCharsets.UTF_8)) {
            int number = 0;
            for (Row row : rows()) {
                Path place = Files.createDirectory(folder.resolve("row" + number++));
                out.println(
                        outcome(row, row.input().write(place), place, scratch).line());
                remove(place);
            }
        }
    }

    private static Outcome outcome(Row row, Path input, Path place, Path scratch) {
        Throwable failure = null;
        long first = 0;
        long best = Long.MAX_VALUE;
        String before = listing(place) + listing(scratch);
        for (int round = 0; round < (row.touched() ? 1 : ROUNDS); round++) {
            long began = THREADS.getCurrentThreadCpuTime(); // what else the machine does is not counted
            failure = failure(row, input);
            long micros = (THREADS.getCurrentThreadCpuTime() - began) / 1000;
            first = round == 0 ? micros : first;
            best = Math.min(best, micros);
        }
        boolean written = !row.touched() && !before.equals(listing(place) + listing(scratch));
        return Outcome.of(failure, first, best, written);
    }

    /// What came of reading; an error, too, is one row's and not the end.
    private static Throwable failure(Row row, Path input) {
        try {
            row.reader().read(input);
            return null;
        } catch (IOException | RuntimeException | Error problem) {
            return problem;
        }
    }

    /// Names, sizes and times of everything in a folder.
    private static String listing(Path folder) {
        TreeMap<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                BasicFileAttributes now =
                        Files.readAttributes(file, BasicFileAttributes.class, java.nio.file.LinkOption.NOFOLLOW_LINKS);
                all.put(file.toString(), now.size() + " " + now.lastModifiedTime());
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        return all.toString();
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.sorted((a, b) -> b.getNameCount() - a.getNameCount()).toList()) {
                Files.delete(file);
            }
        }
    }
}
