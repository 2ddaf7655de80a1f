package io.blip2j.tools.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.backend.Backends;
import io.blip2j.core.io.SafeTensors;
import io.blip2j.tools.Finished;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The commands `chat`, `features` and `explain` on the golden folders: fields, files, refusals.
class ChatFeaturesExplainTest {
    @TempDir
    private Path scratch;

    private final String opt = GoldenFolders.opt().toString();
    private final String itm = GoldenFolders.comparing().toString();
    private final String picture = GoldenFolders.pictures().getFirst();

    @Test
    void chatAnswersQuestionsFromAPipe() {
        byte[] questions = "how many dogs?\n\n  why? \n".getBytes(StandardCharsets.UTF_8);
        String[] chat = {"chat", "--model", opt, "--history=0", "--max-new-tokens=5", picture, "--quiet"};
        Finished text = Finished.run(questions, chat);
        assertEquals(0, text.code(), text.err());
        Finished json = Finished.run(questions, append(chat, "--json"));
        assertEquals(0, json.code(), json.err());
        List<JsonNode> rows = json.rows();
        assertEquals(2, rows.size());
        assertEquals(List.of("turn", "question", "answer"), json.fields(0));
        assertEquals(2, rows.get(1).get("turn").asInt());
        assertEquals("why?", rows.get(1).get("question").asString());
        assertEquals(
                rows.get(0).get("answer").asString() + "\n"
                        + rows.get(1).get("answer").asString() + "\n",
                text.out());
        assertEquals("", text.err());
        String[] ask = {
            "vqa", "--model", opt, "--question=why?", "--num-beams=1", "--max-new-tokens=5", picture, "--json"
        };
        assertEquals(
                Finished.run(ask).rows().get(0).get("answer"), rows.get(1).get("answer"), "nothing of the first turn");
    }

    @Test
    void questionThatIsTooLongIsToldAndTheChatGoesOn() {
        byte[] questions = ("how many dogs? ".repeat(200) + "\nwhy?\n").getBytes(StandardCharsets.UTF_8);
        Finished chat = Finished.run(questions, "chat", "--model", opt, picture, "--json", "--quiet");
        assertEquals(0, chat.code(), chat.err());
        assertEquals(1, chat.rows().size());
        assertTrue(chat.err().contains("BLIP2-TEXT"), chat.err());
    }

    @Test
    void featuresGoIntoOneFile() {
        Path out = scratch.resolve("features.safetensors");
        List<String> pictures = GoldenFolders.pictures();
        String[] features = {
            "features",
            "--model",
            itm,
            "--out",
            out.toString(),
            "--json",
            pictures.get(0),
            "nowhere.png",
            pictures.get(1)
        };
        Finished images = Finished.run(features);
        assertEquals(65, images.code(), images.err()); // one of many is not there
        assertEquals(List.of("image", "shape"), images.fields(0));
        assertTrue(images.rows().get(1).has("error"));
        int[] shape = {
            images.rows().get(0).get("shape").get(0).asInt(),
            images.rows().get(0).get("shape").get(1).asInt()
        };
        try (SafeTensors file = SafeTensors.open(out)) {
            assertEquals(Set.of("image_embeds", "image_embeds_proj"), Set.copyOf(file.names()));
            assertArrayEquals(new int[] {2, shape[0], shape[1]}, new int[] {
                file.shape("image_embeds").dim(0),
                file.shape("image_embeds").dim(1),
                file.shape("image_embeds").dim(2)
            });
        }
        assertEquals(73, Finished.run(features).code(), "a file that is there is not replaced");
        Finished all = Finished.run(append(features, "--force", "--text=a dog"));
        assertEquals(65, all.code(), all.err());
        try (SafeTensors file = SafeTensors.open(out)) {
            assertEquals(
                    Set.of("image_embeds", "image_embeds_proj", "multimodal_embeds", "text_embeds", "text_embeds_proj"),
                    Set.copyOf(file.names()));
            float[] projected = file.read("text_embeds_proj", Backends.select()).toFloats();
            int width = file.shape("text_embeds_proj").dim(2);
            double norm = 0;
            for (int i = 0; i < width; i++) {
                norm += projected[i] * projected[i];
            }
            assertEquals(1, norm, 1e-5);
        }
    }

    @Test
    void explainDrawsOnePictureAWord() throws IOException {
        Path out = scratch.resolve("looks.png");
        String[] explain = {
            "explain", "--model", opt, "--out", out.toString(), "--json", "--num-beams=1", "--max-new-tokens=4", picture
        };
        Finished all = Finished.run(explain);
        assertEquals(0, all.code(), all.err());
        assertEquals(List.of("image", "layer", "head", "file", "caption", "columns", "words"), all.fields(0));
        JsonNode row = all.rows().get(0);
        assertEquals("all", row.get("layer").asString());
        assertEquals(
                List.of("word", "gain", "shares"),
                List.copyOf(row.get("words").get(0).propertyNames()));
        BufferedImage strip = ImageIO.read(out.toFile());
        assertTrue(strip.getWidth() > strip.getHeight());
        assertEquals(73, Finished.run(explain).code());
        JsonNode one =
                Finished.run(append(explain, "--force", "--head=0")).rows().get(0);
        assertEquals(0, one.get("head").asInt());
        assertFalse(one.get("words").equals(row.get("words")));
        Finished wrong = Finished.run(append(explain, "--force", "--layer=99"));
        assertEquals(64, wrong.code());
        assertTrue(wrong.err().contains("99") && wrong.err().contains("all"), wrong.err());
        assertEquals(
                66,
                Finished.run("explain", "--model", opt, "--out", "no/such/a.png", picture)
                        .code());
    }

    private static String[] append(String[] all, String... more) {
        String[] both = java.util.Arrays.copyOf(all, all.length + more.length);
        System.arraycopy(more, 0, both, all.length, more.length);
        return both;
    }
}
