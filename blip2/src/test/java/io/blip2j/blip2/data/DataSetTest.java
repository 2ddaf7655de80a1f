package io.blip2j.blip2.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.blip2j.blip2.image.PictureReader;
import io.blip2j.core.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetTest {
    @TempDir
    Path folder;

    private DataSet open(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
        return DataSet.open(DataSpec.of(folder.resolve(name)));
    }

    private static void expect(DataSet set, DataFormat format, String samples, String bad) {
        assertEquals(format, set.format());
        assertEquals(
                samples,
                String.join("; ", set.samples().stream().map(DataSetTest::text).toList()));
        assertEquals(
                bad,
                String.join(
                        "; ",
                        set.bad().stream()
                                .map(one -> one.key() + " " + one.code())
                                .toList()));
    }

    private static String text(Sample sample) {
        String file = Path.of(sample.picture().name()).getFileName().toString();
        String said = sample.question() == null
                ? sample.texts().toString()
                : sample.questionId() + " " + sample.question() + sample.answers();
        return sample.imageId() + " " + file + " " + said;
    }

    @Test
    void lavisListsWithBadRows() throws IOException {
        expect(
                open("list.json", """
                        [{"image": "a/COCO_val2014_000000391895.jpg", "caption": ["one", "two"]},
                         {"image": "vg/3.jpg", "caption": "three", "image_id": "coco_7"},
                         {"caption": "no picture"}, {"image": "x.jpg"}, 5]"""),
                DataFormat.LIST,
                "391895 COCO_val2014_000000391895.jpg [one, two]; coco_7 3.jpg [three]",
                "list.json#3 DATA-IMAGE; list.json#4 DATA-TEXT; list.json#5 DATA-IMAGE");
    }

    @Test
    void jsonLines() throws IOException {
        expect(
                open(
                        "l.jsonl",
                        "{\"file_name\": \"a.png\", \"text\": \"one\"}\n{\"file_name\": \"b.png\", \"text\": \"2\"}"),
                DataFormat.LIST,
                "a.png a.png [one]; b.png b.png [2]",
                "");
    }

    @Test
    void cocoAndNoCaps() throws IOException {
        expect(open("coco.json", """
                        {"info": {}, "images": [{"id": 4, "file_name": "4.jpg"}],
                         "annotations": [{"image_id": 4, "caption": "one"}, {"image_id": 4, "caption": "two"},
                          {"image_id": 5, "caption": "lost"}]}"""), DataFormat.COCO, "4 4.jpg [one, two]", "coco.json#5 DATA-IMAGE");
    }

    @Test
    void karpathySplit() throws IOException {
        Path file = folder.resolve("k.json");
        Files.writeString(file, """
                {"images": [{"filename": "1.jpg", "filepath": "val", "split": "test", "cocoid": 9,
                  "sentences": [{"raw": "One.", "tokens": ["one"]}, {"raw": "Two."}]},
                 {"filename": "2.jpg", "split": "train", "sentences": [{"raw": "other"}]}], "dataset": "coco"}""");
        expect(DataSet.open(new DataSpec(file, null, null, "test")), DataFormat.KARPATHY, "9 1.jpg [One., Two.]", "");
    }

    @Test
    void vqaWithAnswersApart() throws IOException {
        Files.createDirectories(folder.resolve("val2014"));
        Files.writeString(folder.resolve("answers.json"), """
                {"annotations": [{"question_id": 10, "answers": [{"answer": "yes"}, {"answer": "no"}]}]}""");
        Path file = folder.resolve("questions.json");
        Files.writeString(file, """
                {"questions": [{"image_id": 262148, "question": "Is it?", "question_id": 10}], "data_subtype": "val2014"}""");
        DataSet set = DataSet.open(new DataSpec(file, null, folder.resolve("answers.json"), null));
        expect(set, DataFormat.VQA, "262148 COCO_val2014_000000262148.jpg 10 Is it?[yes, no]", "");
        assertEquals(
                folder.resolve("val2014/COCO_val2014_000000262148.jpg").toString(),
                set.samples().getFirst().picture().name());
    }

    @Test
    void gqaAndLavisVqa() throws IOException {
        expect(open("gqa.json", """
                        {"201": {"imageId": "n161", "question": "Is it?", "answer": "no", "types": {}}}"""), DataFormat.GQA, "n161 n161.jpg 201 Is it?[no]", "");
        expect(open("vqa.json", """
                        [{"question_id": 3, "question": "Who?", "answer": ["he", "she"], "image": "i.jpg"}]"""), DataFormat.LIST, "i.jpg i.jpg 3 Who?[he, she]", "");
    }

    @Test
    void tables() throws IOException {
        String two = "a.jpg a.jpg [one, \"quoted\"]; b.jpg b.jpg [two]";
        expect(
                open("h.csv", "id,image,caption\n1,a.jpg,\"one, \"\"quoted\"\"\"\n2,b.jpg,two\n3,c.jpg\n"),
                DataFormat.TABLE,
                two,
                "h.csv#4 DATA-COLUMNS");
        expect(open("t.tsv", "one, \"quoted\"\ta.jpg\r\ntwo\tb.jpg\r\n"), DataFormat.TABLE, two, "");
        expect(open("f.token", "a.jpg#0\tone, \"quoted\"\nb.jpg#1\ttwo"), DataFormat.TABLE, two, "");
        expect(
                open("r.csv", "image_name| comment_number| comment\na.jpg| 0| one, \"quoted\"\nb.jpg| 0| two"),
                DataFormat.TABLE,
                two,
                "");
        assertEquals(
                "DATA-COLUMNS",
                assertThrows(InputException.class, () -> open("u.tsv", "cap\thttp://x/a.jpg\n"))
                        .code());
    }

    @Test
    void folderWithTextsBeside() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        Files.writeString(folder.resolve("in/b.txt"), "two\nlines\n");
        Files.writeString(folder.resolve("in/b.png"), "");
        Files.writeString(folder.resolve("a.jpg"), "");
        expect(DataSet.open(DataSpec.of(folder)), DataFormat.FOLDER, "in/b.png b.png [two, lines]", "a.jpg DATA-TEXT");
        expect(open("captions.json", "{\"a.jpg\": [\"one\", \"1\"]}"), DataFormat.MAP, "a.jpg a.jpg [one, 1]", "");
        assertEquals(DataFormat.MAP, DataSet.open(DataSpec.of(folder)).format());
    }

    @Test
    void shardsArePicturesInPlace() throws IOException {
        byte[] png = Pictures.png(3, 5);
        try (OutputStream file = Files.newOutputStream(folder.resolve("00.tar"));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(file)) {
            put(tar, "x/001.txt", "one".getBytes(StandardCharsets.UTF_8));
            put(tar, "x/001.png", png);
            put(tar, "x/002.json", "[\"two\", \"zwei\", \"deux\"]".getBytes(StandardCharsets.UTF_8));
            put(tar, "x/002.png", png);
            put(tar, "x/003.png", png);
            put(tar, "x/004.txt", "no picture".getBytes(StandardCharsets.UTF_8));
            put(tar, "x/005.json", "{".getBytes(StandardCharsets.UTF_8));
        }
        DataSet set = DataSet.open(DataSpec.of(folder));
        expect(
                set,
                DataFormat.SHARDS,
                "x/001 001.png [one]; x/002 002.png [two, zwei]",
                "00.tar#x/003 DATA-TEXT; 00.tar#x/004 DATA-IMAGE; 00.tar#x/005 DATA-JSON");
        assertEquals(
                5,
                set.samples().getLast().picture().read(PictureReader.asStored()).height());
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    @Test
    void badFilesSaySo() {
        for (String content : List.of("", "[{\"image\": ", "7", "{}", "[]")) {
            InputException failure = assertThrows(InputException.class, () -> open("bad.json", content), content);
            assertEquals(InputException.Kind.BAD, failure.kind());
        }
        Path nowhere = folder.resolve("nowhere");
        assertEquals(
                InputException.Kind.MISSING,
                assertThrows(InputException.class, () -> DataSet.open(DataSpec.of(nowhere)))
                        .kind());
        assertEquals(
                "DATA-TAR",
                assertThrows(InputException.class, () -> open("t.tar", "x".repeat(700)))
                        .code());
    }
}
