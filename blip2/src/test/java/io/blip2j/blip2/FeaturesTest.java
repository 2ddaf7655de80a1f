package io.blip2j.blip2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.blip2j.blip2.image.Picture;
import io.blip2j.core.io.SafeTensors;
import io.blip2j.core.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Features say what matching says: their cosine is `itc`, the matching head over the multimodal ones is `itm`.
class FeaturesTest {
    private static final String TEXT = "a dog in the park";

    static List<Blip2Test.Loaded> comparing() throws IOException {
        return Blip2Test.comparing();
    }

    @ParameterizedTest
    @MethodSource("comparing")
    void cosineAndMatchingHeadGiveWhatMatchGives(Blip2Test.Loaded loaded) throws IOException {
        List<Picture> pictures = Blip2Test.pictures(11); // more than one lot
        try (Blip2 blip2 = loaded.load();
                SafeTensors weights = SafeTensors.open(loaded.folder().resolve("model.safetensors"))) {
            List<Match> matches = blip2.match(pictures, TEXT);
            List<PictureFeatures> features = blip2.features(pictures, TEXT);
            TextFeatures text = blip2.textFeatures(TEXT);
            double[] first = text.projected().select(0, 0).toDoubles();
            double[] head =
                    weights.read("itm_head.weight", text.embeds().backend()).toDoubles(); // [2, hidden]
            double[] bias =
                    weights.read("itm_head.bias", text.embeds().backend()).toDoubles();
            for (int i = 0; i < pictures.size(); i++) {
                double cosine = -1;
                for (double[] query : rows(features.get(i).projected())) {
                    assertEquals(1, dot(query, query), 1e-5);
                    cosine = Math.max(cosine, dot(query, first));
                }
                assertEquals(matches.get(i).itc(), cosine, 1e-5);
                double[][] both = rows(features.get(i).multimodal());
                double yes = bias[1];
                for (double[] query : both) {
                    double sum = 0;
                    for (int c = 0; c < query.length; c++) {
                        sum += query[c] * head[query.length + c];
                    }
                    yes += sum / both.length;
                }
                assertEquals(matches.get(i).matchLogit(), yes, 1e-4);
            }
            PictureFeatures alone =
                    blip2.features(pictures.subList(10, 11), null).getFirst();
            assertArrayEquals(
                    features.get(10).embeds().toFloats(), alone.embeds().toFloats());
            assertNull(alone.multimodal());
        }
    }

    private static double[][] rows(Tensor tensor) {
        double[][] rows = new double[tensor.dim(0)][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = tensor.select(0, i).toDoubles();
        }
        return rows;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
