package io.blip2j.blip2.malformed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.blip2.image.ImageFiles;
import io.blip2j.blip2.image.ImageProcessor;
import io.blip2j.blip2.image.Picture;
import io.blip2j.blip2.image.PictureReader;
import io.blip2j.blip2.image.Transparency;
import io.blip2j.blip2.malformed.Row.Told;
import io.blip2j.core.InputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/// Rows IM01 to IM07, IM09, IM10: what is no picture, too large a one, or damaged; what is not to be looked at.
final class ImageRows {
    private static final byte[] END = ImageFiles.chunk("IEND", new byte[0]);
    private static final long MILLIS_UNREAD = 50;
    private final List<Row> rows = new ArrayList<>();

    private ImageRows() {}

    static List<Row> rows() {
        ImageRows all = new ImageRows();
        all.types();
        all.sizes();
        all.narrow();
        all.damage();
        all.notLookedAt();
        all.base64();
        return all.rows;
    }

    private static Picture read(Path path) {
        return PictureReader.upright().read(path);
    }

    private static Row.Input bytes(String name, byte[] content) {
        return folder -> Files.write(folder.resolve(name), content);
    }

    private void refused(String id, String what, byte[] content, String code, String found, String expected) {
        rows.add(
                Row.refused(id, what, bytes("picture.png", content), ImageRows::read, Told.bad(code, found, expected)));
    }

    private void types() {
        String[][] contents = {
            {"", "an empty file"},
            {"\u0089", "a file of 1 byte"},
            {"<!DOCTYPE html><p>", "an HTML page"},
            {"%PDF-1.7", "a PDF document"},
            {"<svg xmlns=''/>", "an SVG drawing"},
            {"MZ\u0090\0\3", "a program"},
            {"PK\u0003\u0004", "a ZIP archive"},
            {"BM??", "bytes that begin \"BM??\""},
            {"\u001b[31m\n", "bytes that begin \"\\x1b[31m\\x0a\""},
        };
        for (String[] content : contents) {
            byte[] bytes = content[0].getBytes(StandardCharsets.ISO_8859_1);
            refused("IM01", content[1], bytes, "IMG-TYPE", content[1], "JPEG, PNG, GIF, BMP, TIFF or WebP");
        }
        rows.add(Row.accepted(
                "IM01", "JPEG named .txt", bytes("picture.txt", ImageFiles.file("jpg", 9, 5)), ImageRows::read));
        rows.add(Row.refused(
                "IM01",
                "not there",
                folder -> folder.resolve("none.png"),
                ImageRows::read,
                new Told(InputException.Kind.MISSING, "IMG-MISSING", "no such file", "a picture")));
        rows.add(Row.refused(
                "IM01", "folder", folder -> folder, ImageRows::read, Told.bad("IMG-TYPE", "a folder", "JPEG, PNG")));
    }

    private void sizes() {
        String pixels = "at most 40000000 pixels and sides of at most 65535";
        byte[] bomb = ImageFiles.blackPng(20_000, 20_000);
        refused("IM02", "PNG of 20,000 x 20,000", bomb, "IMG-PIXELS", "20000x20000 pixels", pixels);
        String huge = "IMG-PIXELS";
        refused("IM03", "PNG 60,000", png(60_000, 60_000), huge, "60000x60000 pixels", pixels);
        refused("IM03", "PNG 2^31-1", png(Integer.MAX_VALUE, 1), huge, "2147483647x1 pixels", pixels);
        refused("IM03", "GIF 65,535", ImageFiles.gifHeader(65_535, 65_535), huge, "65535x65535 pixels", pixels);
        refused("IM03", "JPEG 65,535", ImageFiles.jpegOfSize(65_535, 65_535), huge, "65535x65535 pixels", pixels);
        refused("IM03", "BMP 2^20", ImageFiles.bmpOfSize(1 << 20, 1 << 20), huge, "1048576x1048576 pixels", pixels);
        String none = "IMG-SIZE";
        refused("IM04", "PNG 0 x 0", png(0, 0), none, "0x0 pixels", "at least 1x1");
        refused("IM04", "PNG 0 x 5", png(0, 5), none, "0x5 pixels", "at least 1x1");
        refused("IM04", "PNG -4 x 5", png(-4, 5), none, "-4x5 pixels", "at least 1x1");
        refused("IM04", "GIF 0 x 7", ImageFiles.gifHeader(0, 7), none, "0x7 pixels", "at least 1x1");
        refused("IM04", "JPEG 5 x 0", ImageFiles.jpegOfSize(5, 0), none, "5x0 pixels", "at least 1x1");
        refused("IM04", "BMP -5 x 5", ImageFiles.bmpOfSize(-5, 5), none, "-5x5 pixels", "at least 1x1");
    }

    private static byte[] png(int width, int height) {
        return ImageFiles.png(ImageFiles.header(width, height, 8, 2), END);
    }

    private void narrow() {
        for (int[] size : new int[][] {{1, 1}, {1, 3}, {3, 1}, {1, 16_384}, {16_384, 1}}) {
            Picture expected = ImageFiles.noise(size[0], size[1]);
            byte[] file = ImageFiles.file("png", size[0], size[1]);
            rows.add(Row.accepted("IM05", size[0] + " x " + size[1], bytes("narrow.png", file), path -> {
                Picture picture = read(path);
                assertEquals(expected, picture);
                for (float value : ImageProcessor.blip2(224).pixelValues(picture)) {
                    assertTrue(Float.isFinite(value));
                }
            }));
        }
    }

    private void damage() {
        String whole = "a whole, undamaged PNG file";
        for (int chunk : new int[] {20, 45, 60}) {
            byte[] file = ImageFiles.file("png", 20, 20);
            file[file.length > chunk ? chunk : 0] ^= 1;
            refused("IM06", "bit turned at byte " + chunk, file, "IMG-DATA", "a wrong checksum in chunk", whole);
        }
        byte[] ancillary = ImageFiles.png(
                ImageFiles.header(9, 9, 8, 2),
                wrongSum("tEXt"),
                ImageFiles.chunk("IDAT", ImageFiles.zeros(9 * 28)),
                END);
        refused("IM06", "wrong checksum of a text", ancillary, "IMG-DATA", "a wrong checksum in chunk tEXt", whole);
        byte[] noise = new byte[500];
        new Random(4).nextBytes(noise);
        byte[] head = ImageFiles.header(9, 9, 8, 2);
        byte[] bad = ImageFiles.png(head, ImageFiles.chunk("IDAT", noise), END);
        refused("IM06", "pixels that are no deflate", bad, "IMG-DATA", "damaged pixels", whole);
        byte[] few = ImageFiles.png(head, ImageFiles.chunk("IDAT", ImageFiles.zeros(100)), END);
        refused("IM06", "pixels for part of it", few, "IMG-DATA", "damaged pixels", whole);
    }

    private static byte[] wrongSum(String name) {
        byte[] chunk = ImageFiles.chunk(name, new byte[4]);
        chunk[chunk.length - 1] ^= 1;
        return chunk;
    }

    private void notLookedAt() {
        byte[] data = ImageFiles.chunk("IDAT", ImageFiles.zeros(9 * 28));
        byte[] header = ImageFiles.header(9, 9, 8, 2);
        for (String name : List.of("zTXt", "iCCP", "iTXt")) {
            Row.Input input = folder -> {
                byte[] bomb = ImageFiles.join(new byte[] {'a', 0, 0}, ImageFiles.zeros(300L << 20));
                return Files.write(
                        folder.resolve("bomb.png"), ImageFiles.png(header, ImageFiles.chunk(name, bomb), data, END));
            };
            rows.add(Row.accepted("IM07", name + " of 300 MB", input, ImageRows::read)
                    .within(MILLIS_UNREAD));
        }
        byte[] jpeg = ImageFiles.file("jpg", 8, 6);
        Picture plain = PictureReader.upright().read(jpeg, "plain");
        for (int tag : new int[] {0x8769, 0x112, 0x14a}) {
            byte[] file = ImageFiles.withExif(jpeg, ImageFiles.exif(tag, 8, 5_000));
            String what = "EXIF loop of tag " + Integer.toHexString(tag);
            rows.add(Row.accepted("IM07", what, bytes("loop.jpg", file), path -> {
                        Picture picture = read(path);
                        assertEquals(plain.width() * plain.height(), picture.width() * picture.height());
                    })
                    .within(MILLIS_UNREAD));
        }
        Picture first = PictureReader.upright().read(ImageFiles.file("gif", 6, 5), "first");
        rows.add(Row.accepted(
                "IM09",
                "GIF of 100,000 frames",
                folder -> Files.write(folder.resolve("many.gif"), ImageFiles.gifOfFrames(100_000)),
                path -> assertEquals(first, read(path))));
        rows.add(Row.accepted(
                "IM09",
                "TIFF of 100,000 pages",
                folder -> Files.write(folder.resolve("many.tiff"), ImageFiles.tiff(100_000)),
                path -> assertEquals(99, read(path).level(0, 0, 0))));
    }

    private void text(String what, String uri, Told told) {
        Row.Input input = folder -> Files.writeString(folder.resolve("uri.txt"), uri, StandardCharsets.ISO_8859_1);
        PictureReader small = new PictureReader(true, Transparency.DROP, 100, 200);
        Row.Reader reader = path -> {
            String read = Files.readString(path, StandardCharsets.ISO_8859_1);
            small.readDataUri(read, "--image");
        };
        rows.add(
                told == null
                        ? Row.accepted("IM10", what, input, reader)
                        : Row.refused("IM10", what, input, reader, told));
    }

    private void base64() {
        byte[] png = ImageFiles.file("png", 4, 4);
        String text = Base64.getEncoder().encodeToString(png);
        String head = "data:image/png;base64,";
        text("sound", head + text, null);
        String code = "IMG-B64";
        text("padding too many", head + text + "=", Told.bad(code, "", "a multiple of 4"));
        String odd = Base64.getEncoder().encodeToString(Arrays.copyOf(png, png.length / 3 * 3 + 1));
        text("padding missing", head + odd.replace("=", ""), Told.bad(code, " characters", "a multiple of 4"));
        text("padding within", head + "A=AA", Told.bad(code, "U+003D at 1", "A-Z a-z 0-9"));
        text(
                "line break",
                head + text.substring(0, 40) + "\n" + text.substring(40),
                Told.bad(code, " characters", "a multiple of 4"));
        text("blank", head + " " + text, Told.bad(code, "", "a multiple of 4"));
        text("other alphabet", head + text.replace('A', '-'), Told.bad(code, "U+002D at ", "A-Z a-z 0-9"));
        text("no ASCII", head + "\u00e9AAA", Told.bad(code, "U+00E9 at 0", "A-Z a-z 0-9"));
        for (String other :
                List.of("data:text/html;base64,", "data:image/png,", "data:,", "image/png;base64,", "data:")) {
            text("head " + other, other + text, Told.bad(code, "", "data:image/"));
        }
        String large = Base64.getEncoder().encodeToString(new byte[401]);
        text("twice the size", head + large, Told.bad("IMG-BYTES", "40", "at most 200"));
    }
}
