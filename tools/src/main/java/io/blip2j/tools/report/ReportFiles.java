package io.blip2j.tools.report;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Locale;

/// Writes a report into a run folder: `images/*.png`, `images/captions.json`, `report.html` and, last,
/// `report.json`.
public final class ReportFiles {
    private ReportFiles() {}

    /// Writes all files; each appears whole or not at all.
    ///
    /// @param folder the run folder, made if it is not there
    /// @param data what to say
    /// @throws InputException if a file cannot be written
    public static void write(Path folder, ReportData data) {
        Path images = folder.resolve("images");
        try {
            Files.createDirectories(images);
        } catch (IOException e) {
            throw cannotWrite(images, e);
        }
        for (HeldOutItem item : data.items()) {
            put(images.resolve(imageName(item)), Base64.getDecoder().decode(item.png()));
        }
        put(images.resolve("captions.json"), ReportJson.captions(data));
        put(folder.resolve("report.html"), ReportPage.html(data));
        put(folder.resolve("report.json"), ReportJson.file(data));
    }

    /// The file name of a held-out picture, such as `0007.png`.
    static String imageName(HeldOutItem item) {
        return String.format(Locale.ROOT, "%04d.png", item.index());
    }

    private static void put(Path file, String text) {
        put(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(Path file, byte[] bytes) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.write(unfinished, bytes);
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    private static InputException cannotWrite(Path file, IOException e) {
        return new InputException(
                InputException.Kind.IO,
                "REPORT-WRITE",
                "writing " + file,
                String.valueOf(e.getMessage()),
                "a folder with room that can be written to",
                "Free some space or choose another --out.");
    }
}
