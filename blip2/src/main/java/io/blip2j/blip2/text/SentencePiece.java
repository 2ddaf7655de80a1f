package io.blip2j.blip2.text;

import io.blip2j.core.InputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Bare SentencePiece: what the library itself makes of a text with `spiece.model`, without added tokens, special
/// tokens or an end id.
///
/// T5 models are fed by [Tokenizers#load], which follows the `tokenizers` library; the two differ in white space,
/// control characters and everything that looks like a special token. Sums of scores are `float`, as the library's
/// are; it was compared on texts of up to some 15 000 tokens, beyond which it keeps its sums small in its own way and
/// near ties may fall differently.
///
/// **Source:** SentencePiece 0.2.3, `normalizer.cc`, `unigram_model.cc`, `sentencepiece_processor.cc`.
public final class SentencePiece {
    private static final char SIGN = '\u2581';

    private final SentencePieceFile file;
    private final CharacterMap map;
    private final UnigramModel model;

    private SentencePiece(SentencePieceFile file, String what) {
        this.file = file;
        map = file.characterMap().length == 0 ? null : CharacterMap.parse(file.characterMap(), what);
        PieceTrie trie = new PieceTrie();
        double[] scores = new double[file.pieces().size()];
        double least = Double.MAX_VALUE;
        for (int id = 0; id < scores.length; id++) {
            SentencePieceFile.Piece piece = file.pieces().get(id);
            scores[id] = piece.score();
            if (piece.matches()) {
                trie.add(piece.text(), id);
                least = Math.min(least, piece.score());
            }
        }
        model = new UnigramModel(trie, scores, file.unknownId(), least, true);
    }

    /// Reads a model.
    public static SentencePiece load(Path file) {
        return new SentencePiece(SentencePieceFile.read(file), file.toString());
    }

    /// Number of pieces.
    public int size() {
        return file.pieces().size();
    }

    /// The ids of a text.
    public int[] encode(String text) {
        AlignedText normalized = AlignedText.of(normalize(text));
        EncodingBuilder out = new EncodingBuilder();
        if (!normalized.isEmpty()) {
            model.tokenize(normalized, out);
        }
        return out.build().ids();
    }

    /// The text of ids; unknown ones become ` ⁇ `, control pieces vanish.
    public String decode(int[] ids) {
        StringBuilder out = new StringBuilder();
        for (int id : ids) {
            if (id < 0 || id >= size()) {
                throw new InputException(
                        InputException.Kind.BAD,
                        "TOK-ID",
                        "ids to decode",
                        Integer.toString(id),
                        "0 to " + (size() - 1),
                        "Leave out ids that are not of this model");
            }
            SentencePieceFile.Piece piece = file.pieces().get(id);
            switch (piece.type()) {
                case SentencePieceFile.CONTROL -> {}
                case SentencePieceFile.UNKNOWN -> out.append(file.unknownSurface());
                default -> {
                    boolean ours = out.isEmpty() && (file.dummyPrefix() || file.singleSpaces());
                    String text = piece.text();
                    boolean drop = ours && text.charAt(0) == SIGN;
                    out.append((drop ? text.substring(1) : text).replace(SIGN, ' '));
                }
            }
        }
        return out.toString();
    }

    /// Maps characters (longest match first), joins spaces and writes them as U+2581.
    private String normalize(String text) {
        byte[] bytes = AlignedText.of(text).toString().getBytes(StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder(bytes.length + 8);
        boolean afterSpace = file.singleSpaces();
        int at = 0;
        while (at < bytes.length) {
            long found = map == null ? -1 : map.match(bytes, at, bytes.length, true);
            int length = found < 0 ? characterLength(bytes[at]) : (int) (found >>> 32);
            String mapped =
                    found < 0 ? new String(bytes, at, length, StandardCharsets.UTF_8) : map.replacement((int) found);
            at += length;
            int begin = 0;
            while (afterSpace && begin < mapped.length() && mapped.charAt(begin) == ' ') {
                begin++;
            }
            if (begin < mapped.length()) {
                if (out.isEmpty() && file.dummyPrefix()) {
                    out.append(file.escapeSpaces() ? SIGN : ' ');
                }
                String kept = mapped.substring(begin);
                out.append(file.escapeSpaces() ? kept.replace(' ', SIGN) : kept);
                afterSpace = kept.endsWith(" ");
            }
            afterSpace &= file.singleSpaces();
        }
        int end = out.length();
        while (file.singleSpaces() && end > 0 && out.charAt(end - 1) == (file.escapeSpaces() ? SIGN : ' ')) {
            end--;
        }
        return out.substring(0, end);
    }

    private static int characterLength(byte first) {
        return first >= 0 ? 1 : (first & 0xE0) == 0xC0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : 4;
    }
}
