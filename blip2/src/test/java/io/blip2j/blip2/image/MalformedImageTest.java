package io.blip2j.blip2.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The catalogue of malformed pictures, rows IM01 to IM10: each gives its code or the right picture, and nothing
/// else.
class MalformedImageTest {
    private static final PictureReader READER = PictureReader.upright();
    private static final byte[] END = ImageFiles.chunk("IEND", new byte[0]);

    /// A sound file.
    record Sound(String name, byte[] bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    /// Sound files of every format: the smaller golden ones, and a TIFF.
    static List<Sound> soundFiles() {
        List<Sound> sound = new ArrayList<>();
        sound.add(new Sound("noise.tiff", ImageFiles.file("tiff", 40, 30)));
        for (Path file : GoldenBundle.files(GoldenBundle.dir().resolve("images"), "")) {
            byte[] bytes = Files.isRegularFile(file) ? GoldenBundle.bytes(file) : new byte[0];
            if (ImageFormat.of(bytes) != null && bytes.length < 1 << 16) {
                sound.add(new Sound(file.getFileName().toString(), bytes));
            }
        }
        return sound;
    }

    @Test
    void im01TypeIsByFirstBytes(@TempDir Path folder) throws Exception {
        for (String content :
                List.of("", "\u0089", "<!DOCTYPE html><p>", "%PDF-1.7", "<svg xmlns=''/>", "MZ\u0090\0\3", "BM??")) {
            Path file = folder.resolve("picture.png");
            Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
            assertEquals("IMG-TYPE", refusal(() -> READER.read(file)).code(), content);
        }
        Path jpeg = Files.write(folder.resolve("picture.txt"), ImageFiles.file("jpg", 9, 5));
        assertEquals(9, READER.read(jpeg).width());
        assertEquals(
                InputException.Kind.MISSING,
                refusal(() -> READER.read(folder.resolve("none"))).kind());
        assertEquals("IMG-TYPE", refusal(() -> READER.read(folder)).code());
    }

    @Test
    void im02BombIsRefusedBeforeDecoding() {
        byte[] bomb = ImageFiles.blackPng(20_000, 20_000);
        assertTrue(bomb.length < 1 << 20);
        assertEquals("IMG-PIXELS", quickly(() -> READER.read(bomb, "bomb")));
    }

    @Test
    void im03SizesInHeadersAlone() {
        assertEquals("IMG-PIXELS", code(ImageFiles.png(ImageFiles.header(60_000, 60_000, 8, 2), END)));
        assertEquals("IMG-PIXELS", code(ImageFiles.png(ImageFiles.header(Integer.MAX_VALUE, 1, 8, 2), END)));
        assertEquals("IMG-PIXELS", code(gif(65_535, 65_535)));
        assertEquals("IMG-PIXELS", code(jpegFrame(65_535, 65_535)));
        assertEquals("IMG-PIXELS", code(bmp(1 << 20, 1 << 20)));
    }

    @Test
    void im04NoPixels() {
        assertEquals("IMG-SIZE", code(ImageFiles.png(ImageFiles.header(0, 0, 8, 2), END)));
        assertEquals("IMG-SIZE", code(ImageFiles.png(ImageFiles.header(0, 5, 8, 2), END)));
        assertEquals("IMG-SIZE", code(ImageFiles.png(ImageFiles.header(-4, 5, 8, 2), END)));
        assertEquals("IMG-SIZE", code(gif(0, 7)));
        assertEquals("IMG-SIZE", code(jpegFrame(5, 0)));
        assertEquals("IMG-SIZE", code(bmp(-5, 5)));
    }

    @Test
    void im05NarrowPicturesAreProcessed() {
        int[][] sizes = {{1, 1}, {1, 3}, {3, 1}, {1, 16_384}, {16_384, 1}};
        for (int[] size : sizes) {
            Picture picture = READER.read(ImageFiles.file("png", size[0], size[1]), "narrow");
            assertEquals(ImageFiles.noise(size[0], size[1]), picture);
            float[] values = ImageProcessor.blip2(224).pixelValues(picture);
            for (float value : values) {
                assertTrue(Float.isFinite(value));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("soundFiles")
    void im06CutShort(Sound file) {
        byte[] whole = file.bytes();
        for (int part = 0; part < 16; part++) {
            byte[] cut = Arrays.copyOf(whole, whole.length * part / 16);
            try {
                Picture picture = READER.read(cut, "cut");
                // Where later frames alone are missing, the first one has to be all there.
                assertEquals(ImageFormat.GIF, ImageFormat.of(whole), part + "/16 gives a picture");
                assertEquals(READER.read(whole, "whole"), picture);
            } catch (InputException e) {
                boolean short16 = cut.length < 16 && e.code().equals("IMG-TYPE");
                assertTrue(short16 || e.code().equals("IMG-DATA"), part + "/16: " + e.code());
            }
        }
    }

    @Test
    void im06BadChecksumAndBadDeflate() {
        byte[] file = ImageFiles.file("png", 20, 20);
        file[file.length - 20] ^= 1;
        assertEquals("IMG-DATA", code(file));
        byte[] noise = new byte[500];
        new Random(4).nextBytes(noise);
        assertEquals(
                "IMG-DATA", code(ImageFiles.png(ImageFiles.header(9, 9, 8, 2), ImageFiles.chunk("IDAT", noise), END)));
        byte[] few = ImageFiles.chunk("IDAT", ImageFiles.zeros(100));
        assertEquals("IMG-DATA", code(ImageFiles.png(ImageFiles.header(9, 9, 8, 2), few, END)));
    }

    @ParameterizedTest
    @MethodSource("soundFiles")
    void im06DamagedBytesGiveAPictureOrACode(Sound file) {
        byte[] whole = file.bytes();
        Random random = new Random(whole.length);
        for (int round = 0; round < 40; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i <= random.nextInt(6); i++) {
                // Half of the damage goes to the first bytes, where the structure is.
                damaged[random.nextInt(random.nextBoolean() ? damaged.length : 64)] = (byte) random.nextInt();
            }
            try {
                READER.read(damaged, "damaged");
            } catch (InputException e) {
                assertTrue(e.code().startsWith("IMG-"), e.getMessage());
            }
        }
    }

    @Test
    void im07TextAndProfileBombsAreIgnored() {
        byte[] bomb = ImageFiles.join(new byte[] {'a', 0, 0}, ImageFiles.zeros(300L << 20));
        byte[] data = ImageFiles.chunk("IDAT", ImageFiles.zeros(9 * 28));
        byte[] header = ImageFiles.header(9, 9, 8, 2);
        READER.read(ImageFiles.png(header, data, END), "warm");
        for (String name : List.of("zTXt", "iCCP", "iTXt")) {
            byte[] file = ImageFiles.png(header, ImageFiles.chunk(name, bomb), data, END);
            long began = System.nanoTime();
            assertEquals(9, READER.read(file, name).width());
            assertTrue(System.nanoTime() - began < 200_000_000L, name + " costs time");
        }
    }

    @Test
    void im07ExifLoopsAreIgnored() {
        byte[] jpeg = ImageFiles.file("jpg", 8, 6);
        for (int tag : new int[] {0x8769, 0x112, 0x14a}) {
            byte[] file = ImageFiles.withExif(jpeg, ImageFiles.exif(tag, 8, 5_000));
            assertEquals("none", quickly(() -> READER.read(file, "loop")));
        }
    }

    @Test
    void im08OrientationIsAppliedOrNot() {
        byte[] jpeg = ImageFiles.file("jpg", 8, 6);
        Picture stored = READER.read(jpeg, "plain");
        for (int orientation = 0; orientation <= 9; orientation++) {
            byte[] file = ImageFiles.withExif(jpeg, ImageFiles.exif(0x112, orientation, 1));
            assertEquals(stored.upright(orientation), READER.read(file, "turned"));
            assertEquals(stored, PictureReader.asStored().read(file, "turned"));
        }
    }

    @Test
    void im09FirstFrameAndFirstPageAlone() {
        byte[] one = ImageFiles.file("gif", 6, 5);
        Picture first = READER.read(one, "one");
        byte[] frame = Arrays.copyOfRange(one, 13 + (3 << (one[10] & 7) + 1), one.length - 1);
        ByteBuffer many =
                ByteBuffer.allocate(one.length + 100_000 * frame.length).put(one, 0, one.length - 1);
        for (int i = 0; i < 100_000; i++) {
            many.put(frame);
        }
        // What follows the first frame ends in the middle of one: it is never looked at.
        assertEquals(first, READER.read(Arrays.copyOf(many.array(), many.position() - 3), "many"));
        assertEquals(99, READER.read(ImageFiles.tiff(100_000), "pages").level(0, 0, 0));
    }

    @Test
    void im10Base64IsStrict() {
        byte[] png = ImageFiles.file("png", 4, 4);
        String text = Base64.getEncoder().encodeToString(png);
        Picture picture = READER.read(png, "png");
        assertEquals(picture, READER.readBase64(text, "text"));
        assertEquals(picture, READER.readDataUri("data:image/png;base64," + text, "uri"));
        String unpadded = text.replace("=", "");
        String odd = Base64.getEncoder().encodeToString(Arrays.copyOf(png, png.length / 3 * 3 + 1));
        List<String> bad = List.of(
                text + "=",
                odd.replace("=", ""),
                text.substring(0, 40) + "\n" + text.substring(40),
                " " + text,
                "A=AA",
                unpadded.substring(0, 5),
                odd.substring(0, odd.length() - 3) + "/==",
                text.replace('A', '-'),
                "\u00e9AAA");
        for (String each : bad) {
            assertEquals(
                    "IMG-B64", refusal(() -> READER.readBase64(each, "text")).code(), each);
        }
        for (String head :
                List.of("data:text/html;base64,", "data:image/png,", "data:,", "image/png;base64,", "", "data:")) {
            assertEquals(
                    "IMG-B64",
                    refusal(() -> READER.readDataUri(head + text, "uri")).code(),
                    head);
        }
        PictureReader small = new PictureReader(true, Transparency.DROP, 100, png.length / 2);
        assertEquals("IMG-BYTES", refusal(() -> small.readBase64(text, "text")).code());
        assertEquals("IMG-BYTES", refusal(() -> small.read(png, "bytes")).code());
    }

    @Test
    void lackOfMemoryInsideADecoderIsNotDamage() {
        Source source = new Source(new byte[0], "big.png", ImageFormat.PNG, 1);
        Exception wrapped = new IIOException("reading", new IIOException("inner", new OutOfMemoryError()));
        assertEquals(
                InputException.Kind.MEMORY,
                FrameDecoder.failure(source, wrapped).kind());
        assertEquals(
                "IMG-DATA",
                FrameDecoder.failure(source, new IIOException("bad")).code());
    }

    private static byte[] gif(int width, int height) {
        ByteBuffer out = ByteBuffer.allocate(14).order(ByteOrder.LITTLE_ENDIAN);
        out.put("GIF89a".getBytes(StandardCharsets.ISO_8859_1))
                .putShort((short) width)
                .putShort((short) height);
        return out.array();
    }

    private static byte[] jpegFrame(int width, int height) {
        byte[] file = ImageFiles.file("jpg", 8, 8);
        int frame = new String(file, StandardCharsets.ISO_8859_1).indexOf("\u00ff\u00c0");
        ByteBuffer.wrap(file).putShort(frame + 5, (short) height).putShort(frame + 7, (short) width);
        return file;
    }

    private static byte[] bmp(int width, int height) {
        byte[] file = ImageFiles.file("bmp", 8, 8);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(18, width).putInt(22, height);
        return file;
    }

    private static String code(byte[] bytes) {
        return refusal(() -> READER.read(bytes, "bytes")).code();
    }

    private static InputException refusal(Executable read) {
        return assertThrows(InputException.class, read);
    }

    /// The code, or `none`; the second time, when classes are loaded, in at most 200 ms.
    private static String quickly(Runnable read) {
        String code = "";
        long nanos = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long began = System.nanoTime();
            try {
                read.run();
                code = "none";
            } catch (InputException e) {
                code = e.code();
            }
            nanos = Math.min(nanos, System.nanoTime() - began);
        }
        assertTrue(nanos < 200_000_000L, nanos / 1_000_000 + " ms");
        return code;
    }
}
