package io.blip2j.blip2.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Collects what a reader finds, and knows where pictures are.
final class SampleList {
    private static final Set<String> ENDINGS = Set.of("jpg", "jpeg", "png", "gif", "bmp", "webp", "tif", "tiff");

    private final DataSpec spec;
    private final Path images;
    private final List<Sample> samples = new ArrayList<>();
    private final List<BadSample> bad = new ArrayList<>();

    SampleList(DataSpec spec) {
        this.spec = spec;
        Path path = spec.path().toAbsolutePath();
        Path beside = Files.isDirectory(path) ? path : path.getParent();
        images = spec.images() == null ? beside : spec.images();
    }

    DataSpec spec() {
        return spec;
    }

    List<Sample> samples() {
        return samples;
    }

    List<BadSample> bad() {
        return bad;
    }

    /// The folder that file names are relative to.
    Path images() {
        return images;
    }

    /// The picture of a file name.
    PictureBytes picture(String file) {
        return new PictureBytes.InFile(images.resolve(file));
    }

    /// Adds captions; without a file name or any words they are a bad sample.
    void captions(String key, String file, String imageId, List<String> texts) {
        List<String> words = texts.stream().filter(text -> !text.isBlank()).toList();
        if (usable(key, file) && (!words.isEmpty() || refuse(key, "DATA-TEXT", "no caption"))) {
            samples.add(Sample.captions(key, picture(file), imageId == null ? idOf(file) : imageId, words));
        }
    }

    /// Adds a question; without a file name or words it is a bad sample.
    void question(String key, String file, String imageId, String question, String questionId, List<String> answers) {
        boolean words = question != null && !question.isBlank();
        if (usable(key, file) && (words || refuse(key, "DATA-TEXT", "no question"))) {
            String id = imageId == null ? idOf(file) : imageId;
            String number = questionId == null ? String.valueOf(samples.size()) : questionId;
            samples.add(new Sample(key, picture(file), id, List.of(), question, number, answers));
        }
    }

    /// Notes a bad sample.
    /// @return false
    boolean refuse(String key, String code, String found) {
        bad.add(new BadSample(key, code, found));
        return false;
    }

    private boolean usable(String key, String file) {
        if (file == null || file.isBlank()) {
            return refuse(key, "DATA-IMAGE", "no picture");
        }
        try {
            return !images.resolve(file).equals(images)
                    || refuse(key, "DATA-IMAGE", "a picture's name that is the folder itself");
        } catch (java.nio.file.InvalidPathException notAPath) {
            return refuse(key, "DATA-IMAGE", "a picture's name that is no path");
        }
    }

    /// Whether a file name is that of a picture.
    static boolean isPicture(String name) {
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    /// What to call a picture that has no number: the number that COCO's names end in, else the file name.
    static String idOf(String file) {
        String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        if (name.startsWith("COCO_")) {
            String digits = name.replaceAll("^.*_0*(\\d+)\\.\\w+$", "$1");
            return digits.equals(name) ? name : digits;
        }
        return name;
    }
}
