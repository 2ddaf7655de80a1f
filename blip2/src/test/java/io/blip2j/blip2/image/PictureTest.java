package io.blip2j.blip2.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {
    /// Red levels of a picture, row by row: `12/34/56` is three rows of two columns.
    private static Picture of(String rows) {
        String[] row = rows.split("/");
        byte[] levels = new byte[row.length * row[0].length() * 3];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) row[i / 3 / row[0].length()].charAt(i / 3 % row[0].length());
        }
        return Picture.of(row[0].length(), row.length, levels);
    }

    @Test
    void eightOrientations() {
        Picture stored = of("12/34/56");
        String[] upright = {"12/34/56", "21/43/65", "65/43/21", "56/34/12", "135/246", "531/642", "642/531", "246/135"};
        for (int orientation = 1; orientation <= 8; orientation++) {
            assertEquals(of(upright[orientation - 1]), stored.upright(orientation), "orientation " + orientation);
        }
        assertEquals(stored, stored.upright(0));
        assertEquals(stored, stored.upright(9));
    }

    @Test
    void cropsAndFlips() {
        Picture picture = of("1234/5678/9abc");
        assertEquals(of("67/ab"), picture.crop(1, 1, 2, 2));
        assertEquals(of("4321/8765/cba9"), picture.flip());
        assertThrows(IllegalArgumentException.class, () -> picture.crop(2, 0, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> picture.crop(0, 0, 0, 1));
    }

    @Test
    void neverChanges() {
        byte[] levels = {1, 2, 3};
        Picture picture = Picture.of(1, 1, levels);
        levels[0] = 9;
        picture.levels()[1] = 9;
        assertEquals(1, picture.level(0, 0, 0));
        assertEquals(2, picture.level(1, 0, 0));
    }

    @Test
    void pngKeepsEveryLevel(@TempDir Path folder) {
        Picture picture = ImageFiles.noise(37, 23);
        PngWriter.write(picture, folder.resolve("a.png"));
        assertEquals(picture, PictureReader.asStored().read(folder.resolve("a.png")));
        assertNotEquals(picture, picture.flip());
    }
}
