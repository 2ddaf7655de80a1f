package io.blip2j.blip2.fuzz;

import io.blip2j.blip2.checkpoint.torch.TorchFile;
import io.blip2j.blip2.image.PillowPicture;
import io.blip2j.blip2.text.WordTokenizers;
import io.blip2j.core.backend.Backends;
import io.blip2j.core.io.SafeTensorsWriter;
import io.blip2j.core.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

/// Makes the sound files that a fuzzer starts from.
public final class Seeds {
    private static final List<String> WORDS =
            List.of("a", "photo", "of", "two", "dogs", "cat", "question", "answer", "red", "blue", "|", "?");
    private static final int LARGEST = 1 << 14;

    /// Small tokenizers that have every part a reader knows.
    private static final List<String> SMALL = List.of("""
            {"normalizer":{"type":"Sequence","normalizers":[{"type":"Lowercase"},{"type":"Strip","strip_left":true,\
            "strip_right":true},{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,\
            "strip_accents":null,"lowercase":true}]},"pre_tokenizer":{"type":"BertPreTokenizer"},\
            "decoder":{"type":"WordPiece","prefix":"##","cleanup":true},"model":{"type":"WordPiece",\
            "vocab":{"[UNK]":0,"a":1,"##b":2,"[CLS]":3,"[SEP]":4},"max_input_chars_per_word":100},\
            "added_tokens":[{"id":3,"content":"[CLS]","special":true},{"id":4,"content":"[SEP]","lstrip":true}],\
            "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"[CLS]","type_id":0}},\
            {"Sequence":{"id":"A","type_id":0}}],"pair":[{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B",\
            "type_id":1}}],"special_tokens":{"[CLS]":{"id":"[CLS]","ids":[3],"tokens":["[CLS]"]}}}}""", """
            {"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true},\
            "decoder":{"type":"ByteLevel"},"model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2,"c":3},\
            "merges":["a b"],"unk_token":"a","fuse_unk":true},"truncation":{"direction":"Right","max_length":8,\
            "strategy":"LongestFirst","stride":0},"padding":null}""", """
            {"normalizer":{"type":"Precompiled","precompiled_charsmap":""},"pre_tokenizer":{"type":"Sequence",\
            "pretokenizers":[{"type":"WhitespaceSplit"},{"type":"Metaspace","replacement":"\u2581",\
            "prepend_scheme":"always","split":true}]},"decoder":{"type":"Metaspace","replacement":"\u2581",\
            "prepend_scheme":"first"},"model":{"type":"Unigram","unk_id":0,"vocab":[["u",0],["a",-1.5],["b",-2e0],\
            ["\u2581",-3]]}}""");

    private Seeds() {}

    /// Arguments: name of the target, a folder, the folder of the golden data. Makes the folders `seeds`, anew, and
    /// `corpus` and `found` in the given one.
    public static void main(String[] arguments) throws IOException {
        Path all = Path.of(arguments[1]);
        Files.createDirectories(all.resolve("corpus"));
        Files.createDirectories(all.resolve("found"));
        make(arguments[0], Files.createDirectories(all.resolve("seeds")), Path.of(arguments[2]));
    }

    /// Makes the seeds of a target.
    ///
    /// @param folder where they go
    /// @param golden the folder of the golden data
    static void make(String target, Path folder, Path golden) throws IOException {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(folder)) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
        switch (target) {
            case "SafeTensorsFuzz" -> safeTensors(folder);
            case "TokenizerFuzz" -> tokenizers(folder);
            case "PickleFuzz" -> pickles(folder);
            case "PictureFuzz" -> pictures(folder, golden.resolve("images"));
            default -> throw new IllegalArgumentException("no fuzz target " + target);
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

    /// A file that PyTorch saved, and its pickle.
    private static void pickles(Path folder) throws IOException {
        try (InputStream saved = TorchFile.class.getResourceAsStream("torch-saved.pth")) {
            Files.copy(saved, folder.resolve("saved"));
        }
        try (ZipFile zip = new ZipFile(folder.resolve("saved").toFile());
                InputStream pickle = zip.getInputStream(zip.getEntry("torch-saved/data.pkl"))) {
            Files.copy(pickle, folder.resolve("pickle"));
        }
    }

    private static void tokenizers(Path folder) throws IOException {
        Path made = Files.createTempDirectory("blip2j-seeds");
        WordTokenizers.writeByteLevelBpe(made.resolve("bpe"), WORDS);
        WordTokenizers.writeUnigram(made.resolve("unigram"), WORDS);
        WordTokenizers.writeWordPiece(made.resolve("words"), WORDS);
        for (String small : SMALL) {
            Files.writeString(folder.resolve("small-" + small.length()), small);
        }
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
        for (PillowPicture picture : PillowPicture.all()) {
            Files.write(folder.resolve(picture.name()), picture.file());
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(golden, "*.{png,jpg,gif,bmp,webp}")) {
            for (Path file : files) {
                if (Files.size(file) <= LARGEST) {
                    Files.copy(file, folder.resolve("golden-" + file.getFileName()));
                }
            }
        }
    }
}
