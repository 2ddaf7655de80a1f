package io.blip2j.blip2.data;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Lines with columns for picture and caption.
///
/// Columns are parted by tabs, by `|` (Flickr30k's `results.csv`), or by commas, where `"` quotes. A first line
/// that names the columns is used; without one, the column whose first value is the name of a picture is the
/// picture, and the other one the caption. A number behind `#` (Flickr30k's `.token`) belongs to the caption, not
/// to the name.
final class TableFile {
    private static final Set<String> PICTURE =
            Set.of("image", "images", "image_name", "image_path", "file", "filename", "file_name", "filepath", "path");
    private static final Set<String> TEXT = Set.of("caption", "captions", "text", "title", "comment", "description");

    private TableFile() {}

    static void read(Path file, SampleList into) throws IOException {
        List<String> head = null;
        String all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        String first = all.lines().findFirst().orElse("");
        char separator = first.indexOf('\t') >= 0 ? '\t' : first.indexOf('|') >= 0 ? '|' : ',';
        int picture = -1;
        int text = -1;
        int row = 0;
        for (List<String> cells : rows(all, separator)) {
            row++;
            if (head == null) {
                head = cells.stream().map(cell -> cell.toLowerCase(Locale.ROOT)).toList();
                picture = column(head, PICTURE);
                text = column(head, TEXT);
                if (picture >= 0 && text >= 0) {
                    continue;
                }
                picture = nameColumn(cells);
                text = cells.size() < 2 || picture < 0 ? -1 : picture == 0 ? cells.size() - 1 : 0;
                if (text < 0) {
                    throw new InputException(
                            InputException.Kind.BAD,
                            "DATA-COLUMNS",
                            file.toString(),
                            "the columns " + String.join(", ", cells),
                            "columns named image and caption, or a picture's name and a caption",
                            "Add a first line that names the columns; addresses on the web have to be downloaded first");
                }
            }
            String key = file.getFileName() + "#" + row;
            if (cells.size() <= Math.max(picture, text)) {
                into.refuse(key, "DATA-COLUMNS", cells.size() + " columns");
                continue;
            }
            String name = cells.get(picture).replaceFirst("#\\d+$", "");
            into.captions(key, name, null, List.of(cells.get(text)));
        }
    }

    private static int column(List<String> head, Set<String> names) {
        for (int i = 0; i < head.size(); i++) {
            if (names.contains(head.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static int nameColumn(List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            String name = cells.get(i).replaceFirst("#\\d+$", "");
            if (SampleList.isPicture(name) && name.indexOf('.') >= 0 && !name.contains("://")) {
                return i;
            }
        }
        return -1;
    }

    /// The rows of a text, their cells without spaces at the ends; empty lines are none. Only commas know quotes.
    private static List<List<String>> rows(String text, char separator) {
        List<List<String>> rows = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? '\n' : text.charAt(i);
            if (quoted && i < text.length()) {
                boolean twice = c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
                if (twice) {
                    i++;
                }
                if (c != '"' || twice) {
                    cell.append(c);
                } else {
                    quoted = false;
                }
            } else if (c == '"' && separator == ',' && cell.toString().isBlank()) {
                quoted = true;
                cell.setLength(0);
            } else if (c == separator || c == '\n') {
                cells.add(cell.toString().strip());
                cell.setLength(0);
                if (c == '\n') {
                    if (cells.size() > 1 || !cells.getFirst().isEmpty()) {
                        rows.add(cells);
                    }
                    cells = new ArrayList<>();
                }
            } else {
                cell.append(c);
            }
        }
        return rows;
    }
}
