package io.blip2j.blip2.malformed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.blip2.image.ImageFiles;
import io.blip2j.blip2.image.Picture;
import io.blip2j.blip2.image.PictureReader;
import io.blip2j.blip2.image.PillowPicture;
import io.blip2j.blip2.malformed.Row.Told;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Rows IM06 and IM08: files of every format cut short or damaged, and the pixels of every variant.
final class PictureRows {
    private static final int PARTS = 16;
    private final List<Row> rows = new ArrayList<>();

    private PictureRows() {}

    static List<Row> rows() {
        PictureRows all = new PictureRows();
        try {
            List<PillowPicture> known = PillowPicture.all();
            all.cutShort(known);
            all.variants(known);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        return all.rows;
    }

    private void cutShort(List<PillowPicture> known) {
        Map<String, byte[]> whole = new LinkedHashMap<>();
        for (String format : List.of("png", "jpg", "gif", "bmp", "tiff")) {
            whole.put(format, ImageFiles.file(format, 40, 30));
        }
        for (PillowPicture picture : known) {
            if (picture.name()
                    .matches("webp-RGB-.*|jpeg-progressive-sampling2-33x20.*|png-colour2-depth16-interl.*9.png")) {
                whole.put(picture.name(), picture.file());
            }
        }
        whole.forEach((name, file) -> {
            for (int part = 0; part < PARTS; part++) {
                byte[] cut = Arrays.copyOf(file, file.length * part / PARTS);
                boolean known16 = cut.length >= PARTS;
                rows.add(Row.refused(
                        "IM06",
                        name + " cut to " + part + "/16",
                        folder -> Files.write(folder.resolve("picture"), cut),
                        path -> PictureReader.upright().read(path),
                        Told.bad(known16 ? "IMG-DATA" : "IMG-TYPE", "", known16 ? "a whole, undamaged" : "JPEG, PNG")));
            }
        });
    }

    private void variants(List<PillowPicture> known) {
        for (PillowPicture picture : known) {
            Row.Input input = folder -> Files.write(folder.resolve(picture.name()), picture.file());
            rows.add(
                    picture.refusedByUs()
                            ? Row.refused(
                                    "IM08",
                                    picture.name(),
                                    input,
                                    path -> PictureReader.upright().read(path),
                                    Told.bad("IMG-MODE", "colours of kind [5]", "gray, RGB, palette or YCbCr"))
                            : Row.accepted("IM08", picture.name(), input, path -> {
                                Picture found = PictureReader.upright().read(path);
                                assertEquals(picture.expected().width(), found.width());
                                assertEquals(picture.expected().height(), found.height());
                                assertTrue(
                                        picture.distance(found) <= picture.tolerance(),
                                        () -> "a level is off by " + picture.distance(found));
                            }));
        }
    }
}
