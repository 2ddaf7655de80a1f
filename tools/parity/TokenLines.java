import io.blip2j.blip2.text.Encoding;
import io.blip2j.blip2.text.SentencePiece;
import io.blip2j.blip2.text.Tokenizer;
import io.blip2j.blip2.text.Tokenizers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/// Our side of `tokens.py`: one JSON string a line in; for each folder (or `.model` file) given, one line out
/// with ids, offsets and decoded text, written as Python prints them.
///
/// `time UNIT BYTES FOLDER` instead prints the seconds that each folder takes for that many bytes of the repeated unit.
public final class TokenLines {
    private TokenLines() {}

    public static void main(String[] args) throws IOException {
        if (args[0].equals("time")) {
            time(new JsonMapper().readValue(args[1], String.class), Integer.parseInt(args[2]), args[3]);
            return;
        }
        List<Function<String, String>> sides = new ArrayList<>();
        for (String place : args) {
            sides.add(place.endsWith(".model") ? piece(SentencePiece.load(Path.of(place))) : whole(place));
        }
        JsonMapper mapper = new JsonMapper();
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty()) {
                out.flush();
                continue;
            }
            String text = mapper.readValue(line, String.class);
            for (Function<String, String> side : sides) {
                out.print(side.apply(text));
                out.print('\n');
            }
        }
        out.flush();
    }

    private static Function<String, String> whole(String folder) {
        Tokenizer tokenizer = Tokenizers.load(Path.of(folder));
        return text -> {
            Encoding found = tokenizer.encode(text, true);
            StringBuilder out = new StringBuilder();
            ids(found.ids(), out);
            out.append("\t[");
            for (int i = 0; i < found.length(); i++) {
                out.append(i == 0 ? "(" : ", (").append(found.offsetFrom()[i]);
                out.append(", ").append(found.offsetTo()[i]).append(')');
            }
            out.append("]\t");
            quoted(tokenizer.decode(found.ids(), true, false), out);
            return out.toString();
        };
    }

    private static Function<String, String> piece(SentencePiece pieces) {
        return text -> {
            StringBuilder out = new StringBuilder();
            int[] found = pieces.encode(text);
            ids(found, out);
            out.append('\t');
            quoted(pieces.decode(found), out);
            return out.toString();
        };
    }

    private static void ids(int[] ids, StringBuilder out) {
        out.append('[');
        for (int i = 0; i < ids.length; i++) {
            out.append(i == 0 ? "" : ", ").append(ids[i]);
        }
        out.append(']');
    }

    private static void quoted(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int short_ = "\b\t\n\f\r\"\\".indexOf(c);
            if (short_ >= 0) {
                out.append('\\').append("btnfr\"\\".charAt(short_));
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private static void time(String unit, int bytes, String place) {
        int size = unit.getBytes(StandardCharsets.UTF_8).length;
        Tokenizer tokenizer = place.endsWith(".model") ? null : Tokenizers.load(Path.of(place));
        SentencePiece pieces = tokenizer == null ? SentencePiece.load(Path.of(place)) : null;
        StringBuilder seconds = new StringBuilder();
        for (int megabytes : new int[] {1, 1, 1, 1, 10, 10}) {
            String text = unit.repeat(Math.toIntExact((long) megabytes * bytes / size));
            long start = System.nanoTime();
            int length = tokenizer == null ? pieces.encode(text).length : tokenizer.encode(text, true).length();
            seconds.append(String.format(" %d:%.3f", length, (System.nanoTime() - start) * 1e-9));
        }
        System.out.println(seconds);
    }
}
