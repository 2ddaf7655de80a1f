package io.blip2j.tools.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Every part runs once on the toy and prints its row; how long it takes is nobody's business here.
final class BenchCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @EnumSource(Part.class)
    void partRunsAndHasAllFields(Part part) {
        for (String line : rows("--parts", part.toString(), "--batch", "2", "--num-beams", "2", "--weights", "bf16")) {
            JsonNode row = JSON.readTree(line);
            assertEquals(part.toString(), row.get("part").asString());
            assertEquals("tiny", row.get("preset").asString());
            assertEquals("bf16", row.get("weights").asString());
            assertEquals(2, row.get("batch").asInt());
            assertTrue(row.get("threads").asInt() >= 1, line);
            for (String number : new String[] {"seconds", "flops", "bytes", "peak_gflops", "peak_gbps"}) {
                assertTrue(row.get(number).asDouble() > 0, number + " in " + line);
            }
            switch (part) {
                case VISION, QFORMER, CAPTION, STAGE1, STAGE2 -> assertTrue(row.has("images_per_second"), line);
                case PREFILL, DECODE -> assertTrue(row.has("tokens_per_second"), line);
                case GEMM -> assertEquals(3, row.get("shape").size());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void presetHasTheSizesOfItsName(Preset preset) {
        double language = preset.language().parameterCount() / 1e6;
        double expected = switch (preset) {
            case OPT_125M -> 125;
            case OPT_1_3B -> 1316;
            case OPT_2_7B -> 2652;
            case FLAN_T5_XL -> 2850;
            case TINY -> 4;
        };
        assertEquals(expected, language, 0.02 * expected);
        assertEquals(preset, Preset.named(preset.toString()));
    }

    private static String[] rows(String... more) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            String[] args = {"--preset", "tiny", "--json", "--quiet", "--reps", "1", "--warm-up", "0", "--new", "3"};
            int code = new CommandLine(new BenchCommand())
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .execute(java.util.stream.Stream.of(args, more)
                            .flatMap(java.util.Arrays::stream)
                            .toArray(String[]::new));
            assertEquals(0, code);
        } finally {
            System.setOut(before);
        }
        String text = out.toString(StandardCharsets.UTF_8);
        assertTrue(!text.isBlank(), "no row");
        return text.strip().split("\n");
    }
}
