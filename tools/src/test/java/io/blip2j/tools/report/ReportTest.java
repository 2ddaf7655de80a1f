package io.blip2j.tools.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void scoresAreCountedFromWhatIsShown() {
        HeldOutItem right = item("a small red ring at the top", "a small red ring at the top", "two");
        HeldOutItem wrong = item("a small red ring at the left", "a small red ring at the right", "one");
        Scores scores = Scores.of(
                List.of(right, wrong),
                List.of(
                        new ImageSearch("x", List.of(0, 4), List.of(4, 1)),
                        new ImageSearch("y", List.of(1), List.of(0, 1)),
                        new ImageSearch("z", List.of(2), List.of())));
        assertEquals(new NamedScore("captions", 1, 2), scores.caption());
        assertEquals(new NamedScore("answers", 1, 2), scores.answers());
        assertEquals(new NamedScore("picture to text", 1, 2), scores.imageToText());
        assertEquals(new NamedScore("text to picture", 1, 3), scores.textToImage());
    }

    @Test
    void theExampleOfAHeldOutCombinationIsOne() {
        assertTrue(ScoreSection.EXAMPLE.heldOut());
    }

    @Test
    void captionErrorsAreNamed() {
        String pair = "a small red circle left of a large blue square";
        assertErrors(pair, pair);
        assertErrors(pair, "a small red circle left of a large purple square", CaptionErrors.Kind.COLOR);
        assertErrors(pair, "a large red circle left of a large blue square", CaptionErrors.Kind.SIZE);
        assertErrors(pair, "a small red circle above a large blue square", CaptionErrors.Kind.RELATION);
        assertErrors(pair, "a small blue circle left of a large red square", CaptionErrors.Kind.SWAPPED);
        assertErrors(pair, "a small red circle left of of a large blue square", CaptionErrors.Kind.RELATION);
        assertErrors(pair, "the small red circle left of a large blue square", CaptionErrors.Kind.WORDING);
        String single = "a small red circle at the top left";
        assertErrors(single, "a small red circle at the top", CaptionErrors.Kind.POSITION);
        assertErrors("two small red stars", "three small red stars", CaptionErrors.Kind.NUMBER);
        assertErrors("two small red stars", "two small red rings", CaptionErrors.Kind.SHAPE);
    }

    @Test
    void jsonHasTheFieldsThatOthersRead() {
        ReportData data = InventedReport.of(1, 40, 0.2);
        JsonNode json = JSON.readTree(ReportJson.line(data));
        assertEquals(Set.of("out", "stage1", "stage2", "heldout", "seconds"), Set.copyOf(json.propertyNames()));
        JsonNode heldOut = json.get("heldout");
        assertEquals(
                Set.of("caption_exact", "vqa_accuracy", "i2t_r1", "t2i_r1", "images"),
                Set.copyOf(heldOut.propertyNames()));
        assertEquals(
                data.scores().caption().value(), heldOut.get("caption_exact").asDouble());
        assertEquals(40, heldOut.get("images").asInt());
        assertEquals(650, json.get("stage1").get("steps").asInt());
        assertFalse(ReportJson.line(data).contains("\n"));
        assertEquals(json, JSON.readTree(ReportJson.file(data)));
    }

    @Test
    void dataSurvivesJson() {
        ReportData data = InventedReport.of(1, 30, 0.2);
        assertEquals(data, JSON.readValue(JSON.writeValueAsString(data), ReportData.class));
    }

    @Test
    void thePageShowsPicturesMistakesCurvesAndAttentionFromOneFile() throws Exception {
        ReportData data = InventedReport.of(1, 300, 0.2);
        String page = ReportPage.html(data);
        assertTrue(count(page, "<article class=\"card") >= 24);
        for (CaptionErrors.Kind kind : EnumSet.of(CaptionErrors.Kind.COLOR, CaptionErrors.Kind.RELATION)) {
            assertTrue(page.contains("Captions with " + kind.text()), kind::text);
        }
        for (String kind : List.of("color", "shape", "size", "count", "where", "exist")) {
            assertTrue(page.contains("Wrong answers about " + kind), kind);
        }
        assertEquals(3, count(page, "<svg [^>]*class=\"chart\""));
        assertEquals(6, count(page, "<figure class=\"mean\""));
        assertEquals(0, count(page, "(src|href)=\"(?!data:image/png;base64,|#)"), "everything is inside");
        assertEquals(0, count(page, "url\\(|@import|<script"));
        assertWellFormed(page);
    }

    @Test
    void anEmptyReportIsAPageToo() throws Exception {
        ReportData data = new ReportData(
                "out", "opt", 1, List.of(), List.of(), List.of(), List.of(), List.of(), Map.of(), List.of(), List.of(),
                Map.of(), Map.of());
        assertWellFormed(ReportPage.html(data));
        assertEquals(
                0,
                JSON.readTree(ReportJson.line(data))
                        .get("heldout")
                        .get("images")
                        .asInt());
    }

    @Test
    void everyTextIsEscaped() throws Exception {
        String evil = "<script>alert('1')</script> & \"x\" \u0000 \n";
        HeldOutItem item = item(evil, evil + " small", evil);
        AttentionMap map = new AttentionMap(evil, 1, List.of(1.0));
        ReportData data = new ReportData(
                evil,
                evil,
                1,
                List.of(item),
                List.of(new ImageSearch(evil, List.of(3), List.of(0))),
                List.of(new NamedScore(evil, 1, 2)),
                List.of(new CurvePanel(evil, evil, evil, evil, true, List.of(new Curve(evil, List.of())))),
                List.of(new AttentionPicture(0, map, List.of(map), List.of(map))),
                Map.of(evil, 1.0),
                List.of(new Setting(evil, evil)),
                List.of(new Supervision(evil, evil, evil)),
                Map.of(),
                Map.of());
        String page = ReportPage.html(data);
        assertFalse(page.contains("<script"));
        assertWellFormed(page);
    }

    @Test
    void valuesThatCannotBeDrawnAreLeftOut() throws Exception {
        Curve curve = Curve.of("loss", new double[] {1, 2, 3, 4}, new double[] {Double.NaN, 0, 0.5, 1e-9});
        HtmlWriter html = new HtmlWriter();
        html.open("html");
        CurveChart.draw(html, new CurvePanel("t", "", "step", "loss", true, List.of(curve)));
        String page = html.close().html();
        assertFalse(page.contains("points=\"NaN") || page.contains("Infinity"), page);
        assertWellFormed(page);
    }

    @Test
    void axesHaveRoundTicks() {
        assertEquals(List.of(0.0, 200.0, 400.0, 600.0, 800.0), new ChartAxis(0, 800, false).ticks());
        assertEquals(List.of(0.5, 1.0, 2.0), new ChartAxis(0.4, 4, true).ticks());
        assertEquals("0.001", Figures.value(0.001));
        assertEquals("2000", Figures.value(2000));
        assertEquals("99.9%", Figures.percent(new NamedScore("", 9999, 10000)));
        assertEquals("1\u00a0min\u00a00\u00a0s", Figures.duration(59.7));
    }

    @Test
    void filesAreWrittenAndFailuresExplained(@TempDir Path folder) throws IOException {
        ReportData data = InventedReport.of(1, 3, 0.5);
        ReportFiles.write(folder, data);
        assertTrue(Files.readString(folder.resolve("report.html")).startsWith("<!doctype html>"));
        assertEquals(
                3,
                JSON.readTree(Files.readString(folder.resolve("images/captions.json")))
                        .size());
        assertTrue(Files.size(folder.resolve("images/0002.png")) > 1000);
        Path file = Files.createFile(folder.resolve("taken"));
        InputException e = assertThrows(InputException.class, () -> ReportFiles.write(file, data));
        assertEquals(InputException.Kind.IO, e.kind());
    }

    private static void assertErrors(String reference, String caption, CaptionErrors.Kind... kinds) {
        assertEquals(Set.of(kinds), Set.copyOf(CaptionErrors.of(reference, caption)), caption);
    }

    private static HeldOutItem item(String reference, String caption, String answer) {
        List<AnsweredQuestion> questions =
                List.of(new AnsweredQuestion("count", "how many objects are there ?", "two", answer));
        RankedText found = new RankedText(caption, 0.9, 0.7);
        return new HeldOutItem(0, "single", "", reference, caption, questions, 0.9, 0.7, List.of(found));
    }

    private static long count(String page, String pattern) {
        return Pattern.compile(pattern).matcher(page).results().count();
    }

    /// Void elements closed for it, the page has to be XML: nothing unescaped, nothing unbalanced.
    private static void assertWellFormed(String page) throws Exception {
        String xml = page.replace("<!doctype html>", "")
                .replaceAll("<(meta|img|br)([^>]*)>", "<$1$2/>")
                .replaceAll("(?s)<style>.*?</style>", "");
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, false);
        factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
