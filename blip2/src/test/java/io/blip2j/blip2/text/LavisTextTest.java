package io.blip2j.blip2.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LavisTextTest {
    @Test
    void cleansAsLavisDoes() {
        JsonNode cases = GoldenTokenizers.json(
                        GoldenTokenizers.root().resolve("metrics").resolve("cleaning.json"))
                .path("cases");
        assertFalse(cases.isEmpty());
        for (JsonNode row : cases) {
            String text = row.path("text").stringValue();
            int words = row.path("max_words").intValue();
            String id = row.path("id").stringValue();
            assertEquals(row.path("caption").stringValue(), LavisText.caption(text, words), id);
            assertEquals(row.path("question").stringValue(), LavisText.question(text, words), id);
        }
    }
}
