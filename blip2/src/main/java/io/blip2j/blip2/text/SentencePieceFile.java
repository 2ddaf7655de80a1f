package io.blip2j.blip2.text;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.blip2j.core.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `spiece.model`: the protobuf message of a SentencePiece unigram model, read and written field by field.
///
/// @param pieces by id
/// @param unknownId the piece of type [#UNKNOWN]
/// @param characterMap the precompiled map; empty for none
/// @param dummyPrefix whether a space is put in front of a text
/// @param singleSpaces whether spaces at the ends go and runs become one
/// @param escapeSpaces whether spaces are written as U+2581
/// @param unknownSurface what an unknown id decodes to
///
/// **Source:** `sentencepiece_model.proto` of SentencePiece 0.2.3: ModelProto {1 pieces, 2 trainer_spec,
/// 3 normalizer_spec}; its defaults are part of the format.
record SentencePieceFile(
        List<Piece> pieces,
        int unknownId,
        byte[] characterMap,
        boolean dummyPrefix,
        boolean singleSpaces,
        boolean escapeSpaces,
        String unknownSurface) {
    static final int NORMAL = 1;
    static final int UNKNOWN = 2;
    static final int CONTROL = 3;
    private static final int UNUSED = 5;
    private static final int UNIGRAM = 1;

    /// One piece with its score and type.
    record Piece(String text, float score, int type) {
        /// Whether a text can contain it.
        boolean matches() {
            return type == NORMAL;
        }
    }

    /// Reads a file.
    static SentencePieceFile read(Path file) {
        try {
            return parse(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw new InputException(
                    Files.exists(file) ? InputException.Kind.IO : InputException.Kind.MISSING,
                    "TOK-FILE",
                    file.toString(),
                    e.toString(),
                    "a readable file",
                    "Check the path and its permissions");
        }
    }

    /// Reads a message.
    static SentencePieceFile parse(byte[] bytes, String what) {
        try {
            return new Reader(what).model(CodedInputStream.newInstance(bytes));
        } catch (IOException e) {
            throw bad("TOK-PROTO", what, e.getMessage(), "a SentencePiece model");
        }
    }

    private static InputException bad(String code, String what, String found, String expected) {
        return new InputException(
                InputException.Kind.BAD,
                code,
                what,
                found,
                expected,
                "Take spiece.model from the model's own folder again");
    }

    private static final class Reader {
        private final String what;
        private final List<Piece> pieces = new ArrayList<>();
        private byte[] characterMap = {};
        private boolean dummyPrefix = true;
        private boolean singleSpaces = true;
        private boolean escapeSpaces = true;
        private String unknownSurface = " \u2047 ";
        private int modelType = UNIGRAM;
        private boolean spaceAsSuffix;

        Reader(String what) {
            this.what = what;
        }

        SentencePieceFile model(CodedInputStream in) throws IOException {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag >>> 3) {
                    case 1 -> pieces.add(piece(nested(in, tag)));
                    case 2 -> trainer(nested(in, tag));
                    case 3 -> normalizer(nested(in, tag));
                    default -> in.skipField(tag);
                }
            }
            return checked();
        }

        private static CodedInputStream nested(CodedInputStream in, int tag) throws IOException {
            if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                throw new IOException("field " + (tag >>> 3) + " is no message");
            }
            return CodedInputStream.newInstance(in.readByteArray());
        }

        private static Piece piece(CodedInputStream in) throws IOException {
            String text = "";
            float score = 0;
            int type = NORMAL;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> text = in.readStringRequireUtf8();
                    case 2 << 3 | WireFormat.WIRETYPE_FIXED32 -> score = in.readFloat();
                    case 3 << 3 | WireFormat.WIRETYPE_VARINT -> type = in.readEnum();
                    default -> in.skipField(tag);
                }
            }
            return new Piece(text, score, type);
        }

        private void trainer(CodedInputStream in) throws IOException {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case 3 << 3 | WireFormat.WIRETYPE_VARINT -> modelType = in.readEnum();
                    case 24 << 3 | WireFormat.WIRETYPE_VARINT -> spaceAsSuffix = in.readBool();
                    case 44 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> unknownSurface = in.readStringRequireUtf8();
                    default -> in.skipField(tag);
                }
            }
        }

        private void normalizer(CodedInputStream in) throws IOException {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case 2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> characterMap = in.readByteArray();
                    case 3 << 3 | WireFormat.WIRETYPE_VARINT -> dummyPrefix = in.readBool();
                    case 4 << 3 | WireFormat.WIRETYPE_VARINT -> singleSpaces = in.readBool();
                    case 5 << 3 | WireFormat.WIRETYPE_VARINT -> escapeSpaces = in.readBool();
                    default -> in.skipField(tag);
                }
            }
        }

        private SentencePieceFile checked() {
            if (modelType != UNIGRAM || spaceAsSuffix) {
                String found = spaceAsSuffix ? "spaces as suffixes" : "model type " + modelType;
                throw bad("TOK-UNIGRAM", what, found, "a unigram model with spaces as prefixes");
            }
            int unknown = -1;
            boolean normal = false;
            for (int id = 0; id < pieces.size(); id++) {
                Piece piece = pieces.get(id);
                boolean known = piece.type() >= NORMAL && piece.type() <= CONTROL || piece.type() == UNUSED;
                if (!known || piece.text().isEmpty() || !Float.isFinite(piece.score())) {
                    String found = "piece " + id + " '" + piece.text() + "', score " + piece.score() + ", type "
                            + piece.type();
                    throw bad("TOK-UNIGRAM", what, found, "a text, a finite score, a type of 1, 2, 3 or 5");
                }
                if (piece.type() == UNKNOWN && unknown >= 0) {
                    throw bad("TOK-UNIGRAM", what, "unknown pieces " + unknown + " and " + id, "one");
                }
                unknown = piece.type() == UNKNOWN ? id : unknown;
                normal |= piece.matches();
            }
            if (unknown < 0 || !normal) {
                String found = pieces.size() + " pieces" + (unknown < 0 ? " without an unknown one" : "");
                throw bad("TOK-UNIGRAM", what, found, "normal pieces and an unknown one");
            }
            return new SentencePieceFile(
                    List.copyOf(pieces),
                    unknown,
                    characterMap,
                    dummyPrefix,
                    singleSpaces,
                    escapeSpaces,
                    unknownSurface);
        }
    }

    /// The message of this model.
    byte[] toBytes() {
        return message(out -> {
            for (Piece piece : pieces) {
                out.writeByteArray(1, message(p -> {
                    p.writeString(1, piece.text());
                    p.writeFloat(2, piece.score());
                    p.writeEnum(3, piece.type());
                }));
            }
            out.writeByteArray(2, message(t -> {
                t.writeEnum(3, UNIGRAM);
                t.writeInt32(4, pieces.size());
                t.writeInt32(40, unknownId);
                t.writeInt32(41, -1);
                t.writeInt32(42, id("</s>"));
                t.writeInt32(43, id("<pad>"));
                t.writeString(44, unknownSurface);
                t.writeString(45, pieces.get(unknownId).text());
                t.writeString(48, "<pad>");
            }));
            out.writeByteArray(3, message(n -> {
                n.writeString(1, "identity");
                n.writeByteArray(2, characterMap);
                n.writeBool(3, dummyPrefix);
                n.writeBool(4, singleSpaces);
                n.writeBool(5, escapeSpaces);
            }));
        });
    }

    private int id(String text) {
        for (int id = 0; id < pieces.size(); id++) {
            if (pieces.get(id).text().equals(text)) {
                return id;
            }
        }
        return -1;
    }

    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }
}
