package io.blip2j.blip2.checkpoint.torch;

import io.blip2j.blip2.checkpoint.torch.Pickled.Bool;
import io.blip2j.blip2.checkpoint.torch.Pickled.Dict;
import io.blip2j.blip2.checkpoint.torch.Pickled.Global;
import io.blip2j.blip2.checkpoint.torch.Pickled.Int;
import io.blip2j.blip2.checkpoint.torch.Pickled.Items;
import io.blip2j.blip2.checkpoint.torch.Pickled.None;
import io.blip2j.blip2.checkpoint.torch.Pickled.Passed;
import io.blip2j.blip2.checkpoint.torch.Pickled.Real;
import io.blip2j.blip2.checkpoint.torch.Pickled.StoredNumbers;
import io.blip2j.blip2.checkpoint.torch.Pickled.Text;
import io.blip2j.blip2.checkpoint.torch.Pickled.Tuple;
import io.blip2j.core.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the pickle in a PyTorch file: a small stack machine that knows the operations such files have and the
/// names in [Globals], and refuses everything else. It builds values; it never calls, imports or makes anything
/// of the file's choosing.
///
/// Depth, stack, memo and the number of values are bounded, and no value is visited recursively, so that a
/// hostile file costs little time and memory.
///
/// **Source:** Python's `pickletools` for what the operations of protocol 2 mean; the operations are those that
/// PyTorch's own `weights_only` reader takes.
final class Unpickler {
    /// Containers inside one another; published files have 8 at most.
    static final int MAX_DEPTH = 64;

    /// Values that are made, and places of the memo; a file of 1,500 tensors has about 40,000.
    static final int MAX_VALUES = 500_000;

    private static final None NONE = new None();

    private final PickleProblem problem;
    private final ByteBuffer bytes;
    private final List<Pickled> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, Pickled> memo = new HashMap<>();
    private Opcode opcode;
    private int at;
    private int made;

    private Unpickler(PickleProblem problem, byte[] pickle) {
        this.problem = problem;
        this.bytes = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// The value of a pickle.
    /// @throws InputException with a code that begins with `PKL-`
    static Pickled read(PickleProblem problem, byte[] pickle) {
        return new Unpickler(problem, pickle).run();
    }

    private Pickled run() {
        while (true) {
            at = bytes.position();
            if (!bytes.hasRemaining()) {
                throw problem.damaged("PKL-SHORT", "data.pkl that ends at byte " + at, "an operation STOP at its end");
            }
            int code = bytes.get() & 0xFF;
            opcode = Opcode.of(code);
            if (opcode == null) {
                throw problem.suspicious(
                        "PKL-OPCODE",
                        String.format("operation 0x%02x at byte %d of data.pkl", code, at),
                        "the operations that tensors are saved with (pickle protocol 2)");
            }
            if (bytes.remaining() < opcode.argumentBytes()) {
                throw cut();
            }
            if (opcode == Opcode.STOP) {
                return pop();
            }
            step();
        }
    }

    private void step() {
        switch (opcode) {
            case PROTO -> protocol(bytes.get() & 0xFF);
            case MARK -> {
                marks.add(stack.size());
                if (marks.size() > MAX_DEPTH) {
                    throw tooDeep();
                }
            }
            case NONE -> push(NONE);
            case NEWTRUE -> push(new Bool(true));
            case NEWFALSE -> push(new Bool(false));
            case BININT -> push(new Int(bytes.getInt()));
            case BININT1 -> push(new Int(bytes.get() & 0xFF));
            case BININT2 -> push(new Int(bytes.getShort() & 0xFFFF));
            case LONG1 -> push(bigNumber(bytes.get() & 0xFF));
            case BINFLOAT -> push(new Real(Double.longBitsToDouble(Long.reverseBytes(bytes.getLong()))));
            case BINUNICODE -> push(new Text(text(bytes.getInt())));
            case SHORT_BINSTRING -> push(new Text(text(bytes.get() & 0xFF)));
            case EMPTY_TUPLE -> push(new Tuple(List.of(), 1));
            case TUPLE -> push(tuple(sinceMark()));
            case TUPLE1 -> push(tuple(top(1)));
            case TUPLE2 -> push(tuple(top(2)));
            case TUPLE3 -> push(tuple(top(3)));
            case EMPTY_LIST -> push(new Items());
            case APPEND -> append(top(1));
            case APPENDS -> append(sinceMark());
            case EMPTY_DICT -> push(new Dict());
            case SETITEM -> put(top(2));
            case SETITEMS -> put(sinceMark());
            case BINGET -> push(remembered(bytes.get() & 0xFF));
            case LONG_BINGET -> push(remembered(bytes.getInt()));
            case BINPUT -> remember(bytes.get() & 0xFF);
            case LONG_BINPUT -> remember(bytes.getInt());
            case GLOBAL -> push(global(line(), line()));
            case BINPERSID -> push(persistent(pop()));
            case REDUCE, NEWOBJ -> call();
            case BUILD -> build();
            case STOP -> throw new AssertionError("STOP ends the loop");
        }
    }

    // ---------------------------------------------------------------- plain values

    private void protocol(int number) {
        if (number > 2) {
            throw problem.bad(
                    "PKL-PROTOCOL",
                    here() + " for pickle protocol " + number,
                    "protocol 2, which torch.save writes",
                    "Save it again without pickle_protocol, or as safetensors");
        }
    }

    private Pickled bigNumber(int length) {
        byte[] digits = take(length);
        if (length > Long.BYTES) {
            return new Passed("a number of " + length + " bytes");
        }
        long value = 0;
        for (int i = length - 1; i >= 0; i--) {
            value = i == length - 1 ? digits[i] : value << 8 | digits[i] & 0xFF;
        }
        return new Int(value);
    }

    private String text(int length) {
        byte[] utf8 = take(length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw problem.damaged("PKL-TEXT", here() + " with bytes that are no UTF-8", "text");
        }
    }

    private byte[] take(int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw cut();
        }
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }

    private String line() {
        int end = bytes.position();
        while (end < bytes.limit() && bytes.get(end) != '\n') {
            end++;
        }
        if (end == bytes.limit()) {
            throw cut();
        }
        String line = text(end - bytes.position());
        bytes.get(); // the line's end
        return line;
    }

    // ---------------------------------------------------------------- containers

    private Tuple tuple(List<Pickled> items) {
        int depth = 0;
        for (Pickled item : items) {
            depth = Math.max(depth, item.depth());
        }
        return new Tuple(items, bounded(depth + 1));
    }

    private void append(List<Pickled> values) {
        switch (peek()) {
            case Items items -> {
                values.forEach(items::add);
                bounded(items.depth());
            }
            case Passed _ -> {} // whatever it was, it is passed over
            default -> throw wrong("something that is no list");
        }
    }

    private void put(List<Pickled> pairs) {
        if (pairs.size() % 2 != 0) {
            throw wrong("a key without a value");
        }
        switch (peek()) {
            case Dict dict -> {
                for (int i = 0; i < pairs.size(); i += 2) {
                    dict.put(pairs.get(i), pairs.get(i + 1));
                }
                bounded(dict.depth());
            }
            case Passed _ -> {} // whatever it was, it is passed over
            default -> throw wrong("something that is no dictionary");
        }
    }

    private int bounded(int depth) {
        if (depth > MAX_DEPTH) {
            throw tooDeep();
        }
        return depth;
    }

    // ---------------------------------------------------------------- names and calls

    private Global global(String module, String name) {
        Global global = new Global(module, name);
        if (!Globals.allows(global)) {
            throw problem.suspicious(
                    "PKL-GLOBAL", here() + " that names '" + global.qualified() + "'", Globals.expected());
        }
        return global;
    }

    private StoredNumbers persistent(Pickled id) {
        StoredNumbers numbers = Globals.numbers(id);
        if (numbers == null) {
            throw wrong("a persistent id that is no storage");
        }
        return numbers;
    }

    private void call() {
        Pickled arguments = pop();
        Pickled callable = pop();
        Pickled result = null;
        if (callable instanceof Global global && arguments instanceof Tuple tuple) {
            result = Globals.call(global, tuple.items());
        }
        if (result == null) {
            String name =
                    callable instanceof Global global ? "'" + global.qualified() + "' and these arguments" : "no name";
            throw problem.suspicious(
                    "PKL-CALL", here() + " with " + name, "a call that makes a tensor or a dictionary");
        }
        push(result);
    }

    /// Attributes of an object: of no use to weights.
    private void build() {
        pop();
        if (!(peek() instanceof Dict || peek() instanceof Passed)) {
            throw problem.suspicious("PKL-CALL", here() + " on what is no object", "a dictionary's attributes");
        }
    }

    // ---------------------------------------------------------------- stack and memo

    private void push(Pickled value) {
        if (++made > MAX_VALUES) {
            throw problem.suspicious("PKL-SIZE", here() + ", value " + made, "at most " + MAX_VALUES + " values");
        }
        stack.add(value);
    }

    private Pickled peek() {
        if (stack.size() == floor()) {
            throw wrong("nothing on the stack");
        }
        return stack.getLast();
    }

    private Pickled pop() {
        Pickled value = peek();
        stack.removeLast();
        return value;
    }

    private List<Pickled> top(int count) {
        int from = stack.size() - count;
        if (from < floor()) {
            throw wrong("too little on the stack");
        }
        return cutOff(from);
    }

    /// How many values lie below the last mark: operations without a mark of their own may not touch them.
    private int floor() {
        return marks.isEmpty() ? 0 : marks.getLast();
    }

    private List<Pickled> sinceMark() {
        if (marks.isEmpty()) {
            throw wrong("no mark on the stack");
        }
        return cutOff(marks.removeLast());
    }

    private List<Pickled> cutOff(int from) {
        List<Pickled> values = List.copyOf(stack.subList(from, stack.size()));
        stack.subList(from, stack.size()).clear();
        return values;
    }

    private void remember(int place) {
        if (place < 0 || place >= MAX_VALUES) {
            throw problem.suspicious(
                    "PKL-MEMO",
                    here() + " at place " + Integer.toUnsignedString(place),
                    "at most " + MAX_VALUES + " remembered values");
        }
        memo.put(place, peek());
    }

    private Pickled remembered(int place) {
        Pickled value = memo.get(place);
        if (value == null) {
            throw wrong("place " + Integer.toUnsignedString(place) + " of the memo, where nothing is");
        }
        return value;
    }

    // ---------------------------------------------------------------- complaints

    private String here() {
        return opcode + " at byte " + at + " of data.pkl";
    }

    private InputException cut() {
        return problem.damaged(
                "PKL-SHORT", here() + " that goes past the end, byte " + bytes.limit(), "a whole pickle");
    }

    private InputException wrong(String found) {
        return problem.damaged("PKL-STACK", here() + " with " + found, "what torch.save writes");
    }

    private InputException tooDeep() {
        return problem.suspicious(
                "PKL-DEPTH",
                here() + ", inside " + (MAX_DEPTH + 1) + " others",
                "at most " + MAX_DEPTH + " inside one another");
    }
}
