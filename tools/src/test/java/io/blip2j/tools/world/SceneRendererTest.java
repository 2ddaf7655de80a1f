package io.blip2j.tools.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SceneRendererTest {
    /// Every colour, shape, size and cell once each way: the pixels at the cell's place are nearest to its colour.
    @Test
    void anObjectShowsItsColorInItsCellAndLargeIsLarger() {
        SceneRenderer renderer = new SceneRenderer();
        for (ObjectColor color : ObjectColor.ALL) {
            for (ObjectShape shape : ObjectShape.ALL) {
                for (Position cell : Position.ALL) {
                    int small = area(renderer, new SceneObject(color, shape, ObjectSize.SMALL, cell));
                    int large = area(renderer, new SceneObject(color, shape, ObjectSize.LARGE, cell));
                    assertTrue(small > 12 && large > 1.5 * small, color + " " + shape + " " + small + " " + large);
                }
            }
        }
    }

    @Test
    void drawingLeavesNothingOfTheLastPicture() {
        SceneRenderer renderer = new SceneRenderer();
        Scene scene = World.training(1, 1).scene(0);
        Picture first = renderer.render(scene, new WorldRandom(1, "pixels", 0));
        renderer.render(World.training(1, 2).scene(1), new WorldRandom(1, "pixels", 1));
        assertEquals(first, renderer.render(scene, new WorldRandom(1, "pixels", 0)));
    }

    @Test
    void pngKeepsThePixels() throws IOException {
        Picture picture = World.heldOut(3, 1).sample(0).picture();
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.png()));
        byte[] rgb = new byte[Picture.BYTES];
        for (int i = 0; i < rgb.length; i++) {
            int pixel = image.getRGB(i / 3 % Picture.SIDE, i / 3 / Picture.SIDE);
            rgb[i] = (byte) (pixel >> (16 - 8 * (i % 3)));
        }
        assertArrayEquals(picture.rgb(), rgb);
    }

    private static long index(SceneObject object) {
        long index = object.color().ordinal() * 100
                + object.shape().ordinal() * 10
                + object.size().ordinal();
        return index * 10 + object.position().ordinal();
    }

    /// Pixels nearer to the object's colour than .2, which must lie in its cell; tips may reach two pixels further.
    private static int area(SceneRenderer renderer, SceneObject object) {
        Scene scene = new Scene(Scene.Kind.SINGLE, List.of(object));
        byte[] rgb = renderer.render(scene, new WorldRandom(5, "pixels", index(object)))
                .rgb();
        int pixels = 0;
        for (int i = 0; i < rgb.length / 3; i++) {
            double distance = 0;
            for (int c = 0; c < 3; c++) {
                double difference =
                        (rgb[3 * i + c] & 0xFF) / 255.0 - object.color().channel(c);
                distance += difference * difference;
            }
            if (distance < 0.04) {
                int x = i % Picture.SIDE - 16 * object.position().column();
                int y = i / Picture.SIDE - 16 * object.position().row();
                assertTrue(Math.min(x, y) >= -2 && Math.max(x, y) <= 17, object + " at " + x + ", " + y);
                pixels++;
            }
        }
        return pixels;
    }
}
