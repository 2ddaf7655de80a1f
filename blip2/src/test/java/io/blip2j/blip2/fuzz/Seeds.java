package io.blip2j.blip2.fuzz;

import io.blip2j.blip2.text.WordTokenizers;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.io.SafeTensorsWriter;
import io.blip2j.core.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/// Makes the sound files that a fuzzer starts from.
public final class Seeds {
    private static final List<String> WORDS =
            List.of("a", "photo", "of", "two", "dogs", "cat", "question", "answer", "red", "blue", "|", "?");
    private static final int LARGEST = 1 << 14;

    private Seeds() {}

    /// Arguments: name of the target, folder for its seeds, folder of the golden data.
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        switch (arguments[0]) {
            case "SafeTensorsFuzz" -> safeTensors(folder);
            case "TokenizerFuzz" -> tokenizers(folder);
            case "PictureFuzz" -> pictures(folder, Path.of(arguments[2]).resolve("images"));
            default -> throw new IllegalArgumentException("no fuzz target " + arguments[0]);
        }
    }

    private static void safeTensors(Path folder) throws IOException {
        Tensor one = Tensor.of(Backends.named("scalar"), new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        SafeTensorsWriter.write(folder.resolve("one"), Map.of("a.weight", one), Map.of());
        SafeTensorsWriter.write(
                folder.resolve("three"),
                Map.of("a", one, "b\"\\\n", one, "c", Tensor.of(one.backend(), new float[0], 0, 4)),
                Map.of("made by", "nobody"));
        Files.writeString(
                folder.resolve("header"), "{\"x\":{\"dtype\":\"F16\",\"shape\":[4,6],\"data_offsets\":[0,48]}}");
    }

    private static void tokenizers(Path folder) throws IOException {
        Path made = Files.createTempDirectory("blip2j-seeds");
        WordTokenizers.writeByteLevelBpe(made.resolve("bpe"), WORDS);
        WordTokenizers.writeUnigram(made.resolve("unigram"), WORDS);
        WordTokenizers.writeWordPiece(made.resolve("words"), WORDS);
        for (String kind : List.of("bpe", "unigram", "words")) {
            for (String name : List.of("tokenizer.json", "spiece.model")) {
                Path file = made.resolve(kind).resolve(name);
                if (Files.exists(file)) {
                    Files.copy(file, folder.resolve(kind + "-" + name));
                }
            }
        }
    }

    private static void pictures(Path folder, Path golden) throws IOException {
        BufferedImage image = new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 63; i++) {
            image.setRGB(i % 9, i / 9, i * 0x3_05_07);
        }
        for (String format : List.of("png", "jpg", "gif", "bmp", "tiff")) {
            ImageIO.write(image, format, folder.resolve("nine." + format).toFile());
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(golden, "*.{png,jpg,gif,bmp,webp}")) {
            for (Path file : files) {
                if (Files.size(file) <= LARGEST) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                }
            }
        }
    }
}
