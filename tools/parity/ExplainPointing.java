import io.blip2j.blip2.Blip2;
import io.blip2j.blip2.Blip2Options;
import io.blip2j.blip2.Decoding;
import io.blip2j.blip2.explain.Explanation;
import io.blip2j.blip2.explain.Look;
import io.blip2j.blip2.image.Picture;
import io.blip2j.tools.infer.ModelOpener;
import io.blip2j.tools.world.Sample;
import io.blip2j.tools.world.Scene;
import io.blip2j.tools.world.SceneObject;
import io.blip2j.tools.world.World;
import io.blip2j.tools.world.WorldSplit;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// Does `explain` point at what a word names? On held-out pictures of the drawn world, whose objects' cells are
/// known, the cell of the object that a colour or shape word names has to have the word's largest share.
///
/// Pictures of one object ask whether looks find it at all; pictures of two, each with a colour and a shape of
/// its own, whether they tell the words apart: there a map that is the same for all words gets half. Words that
/// the caption gets wrong (another colour than any object has) count as misses.
///
/// ```
/// java CLASSPATH tools/parity/ExplainPointing.java quickstart-opt SEED 100
/// ```
///
/// **Source:** the pointing game of Zhang et al., "Top-down neural attention by excitation backprop", arXiv
/// 1608.00507.
final class ExplainPointing {
    private static int hits;
    private static int words;
    private static double share;

    private ExplainPointing() {}

    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        long seed = Long.parseLong(args[1]);
        int count = Integer.parseInt(args[2]);
        long start = System.nanoTime();
        try (Blip2 blip2 = Blip2.load(folder, ModelOpener.options(folder, Blip2Options.standard()))) {
            for (Scene.Kind kind : new Scene.Kind[] {Scene.Kind.SINGLE, Scene.Kind.PAIR}) {
                hits = 0;
                words = 0;
                share = 0;
                WorldSplit split = World.heldOut(seed, 100 * count);
                int pictures = 0;
                for (int i = 0; pictures < count; i++) {
                    Scene scene = split.scene(i);
                    SceneObject first = scene.first();
                    SceneObject last = scene.objects().getLast();
                    boolean alike = first.color() == last.color() || first.shape() == last.shape();
                    if (scene.kind() == kind && (kind == Scene.Kind.SINGLE || !alike)) {
                        pictures++;
                        point(blip2, split.sample(i));
                    }
                }
                System.out.printf(
                        Locale.ROOT,
                        "%s: %d pictures, %d of %d colour and shape words point at their object (%.1f %%), mean share"
                                + " %.2f, %.0f s%n",
                        kind == Scene.Kind.SINGLE ? "one object" : "two objects",
                        count,
                        hits,
                        words,
                        100.0 * hits / words,
                        share / words,
                        (System.nanoTime() - start) / 1e9);
            }
        }
    }

    private static void point(Blip2 blip2, Sample sample) {
        int side = io.blip2j.tools.world.Picture.SIDE;
        Picture picture = Picture.of(side, side, sample.rgb());
        Explanation explanation = blip2.explain(picture, null, Decoding.of(Map.of("num_beams", 1)));
        for (SceneObject object : sample.scene().objects()) {
            for (String word : new String[] {object.color().word(), object.shape().word()}) {
                words++;
                for (Look look : explanation.looks()) {
                    if (look.word().equals(word)) {
                        double[] shares = look.shares();
                        int cell = object.position().ordinal();
                        share += shares[cell];
                        hits += isLargest(shares, cell) ? 1 : 0;
                        break;
                    }
                }
            }
        }
    }

    private static boolean isLargest(double[] shares, int cell) {
        boolean largest = shares[cell] > 0;
        for (int p = 0; p < shares.length; p++) {
            largest &= p == cell || shares[p] < shares[cell];
        }
        return largest;
    }
}
