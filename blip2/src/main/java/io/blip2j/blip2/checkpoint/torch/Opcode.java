package io.blip2j.blip2.checkpoint.torch;

/// The operations of a pickle that weights are saved with, by their names in Python's `pickletools`.
enum Opcode {
    PROTO(0x80, 1),
    STOP('.', 0),
    MARK('(', 0),
    NONE('N', 0),
    NEWTRUE(0x88, 0),
    NEWFALSE(0x89, 0),
    BININT('J', 4),
    BININT1('K', 1),
    BININT2('M', 2),
    LONG1(0x8a, 1),
    BINFLOAT('G', 8),
    BINUNICODE('X', 4),
    SHORT_BINSTRING('U', 1),
    EMPTY_TUPLE(')', 0),
    TUPLE('t', 0),
    TUPLE1(0x85, 0),
    TUPLE2(0x86, 0),
    TUPLE3(0x87, 0),
    EMPTY_LIST(']', 0),
    APPEND('a', 0),
    APPENDS('e', 0),
    EMPTY_DICT('}', 0),
    SETITEM('s', 0),
    SETITEMS('u', 0),
    BINGET('h', 1),
    LONG_BINGET('j', 4),
    BINPUT('q', 1),
    LONG_BINPUT('r', 4),
    GLOBAL('c', 0),
    BINPERSID('Q', 0),
    REDUCE('R', 0),
    NEWOBJ(0x81, 0),
    BUILD('b', 0);

    private static final Opcode[] BY_CODE = new Opcode[256];

    static {
        for (Opcode opcode : values()) {
            BY_CODE[opcode.code] = opcode;
        }
    }

    private final int code;
    private final int argumentBytes;

    Opcode(int code, int argumentBytes) {
        this.code = code;
        this.argumentBytes = argumentBytes;
    }

    /// The operation of a byte, or null if weights need none such.
    static Opcode of(int code) {
        return BY_CODE[code];
    }

    /// The byte.
    int code() {
        return code;
    }

    /// Bytes of fixed length that follow it.
    int argumentBytes() {
        return argumentBytes;
    }
}
