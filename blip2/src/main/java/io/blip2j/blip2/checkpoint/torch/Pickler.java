package io.blip2j.blip2.checkpoint.torch;

import io.blip2j.core.io.SafeTensorsWriter.Piece;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Writes the pickle of a PyTorch file: tensors by name, and plain values beside them.
///
/// Nothing is remembered and used again, so the memo of readers stays empty; every tensor has numbers of its own.
///
/// **Source:** Python's `pickletools` for the operations of protocol 2; PyTorch's `Tensor.__reduce_ex__` for what a
/// tensor is made from.
final class Pickler {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Pickler() {}

    /// The pickle of `{"model": OrderedDict(tensors), **beside}`; tensor `i` has its numbers in `data/i`.
    static byte[] file(List<Piece> tensors, Map<String, ?> beside) {
        Pickler pickler = new Pickler();
        pickler.op(Opcode.PROTO);
        pickler.bytes.write(2);
        pickler.op(Opcode.EMPTY_DICT, Opcode.MARK);
        pickler.value("model");
        pickler.tensors(tensors);
        beside.forEach((key, value) -> {
            pickler.value(key);
            pickler.value(value);
        });
        pickler.op(Opcode.SETITEMS, Opcode.STOP);
        return pickler.bytes.toByteArray();
    }

    private void tensors(List<Piece> tensors) {
        orderedDict();
        op(Opcode.MARK);
        for (int i = 0; i < tensors.size(); i++) {
            value(tensors.get(i).name());
            tensor(tensors.get(i), i);
        }
        op(Opcode.SETITEMS);
    }

    private void orderedDict() {
        global("collections", "OrderedDict");
        op(Opcode.EMPTY_TUPLE, Opcode.REDUCE);
    }

    /// `_rebuild_tensor_v2(numbers, 0, shape, strides, requires_grad=False, hooks)`.
    private void tensor(Piece tensor, int key) {
        global("torch._utils", "_rebuild_tensor_v2");
        op(Opcode.MARK, Opcode.MARK);
        value("storage");
        global("torch", Globals.storageName(tensor.dtype()));
        value(Integer.toString(key));
        value("cpu");
        value(tensor.shape().size());
        op(Opcode.TUPLE, Opcode.BINPERSID);
        value(0);
        tuple(tensor.shape().dims());
        tuple(tensor.shape().contiguousStrides());
        op(Opcode.NEWFALSE);
        orderedDict();
        op(Opcode.TUPLE, Opcode.REDUCE);
    }

    private void tuple(int[] values) {
        op(Opcode.MARK);
        for (int value : values) {
            value(value);
        }
        op(Opcode.TUPLE);
    }

    private void value(Object value) {
        switch (value) {
            case null -> op(Opcode.NONE);
            case Boolean flag -> op(flag ? Opcode.NEWTRUE : Opcode.NEWFALSE);
            case Integer number -> fixed(Opcode.BININT, 4, ByteOrder.LITTLE_ENDIAN, number);
            case Double number -> fixed(Opcode.BINFLOAT, 8, ByteOrder.BIG_ENDIAN, Double.doubleToLongBits(number));
            case String text -> text(text);
            case List<?> list -> {
                op(Opcode.EMPTY_LIST, Opcode.MARK);
                list.forEach(this::value);
                op(Opcode.APPENDS);
            }
            case Map<?, ?> map -> {
                op(Opcode.EMPTY_DICT, Opcode.MARK);
                map.forEach((key, inner) -> {
                    value(key);
                    value(inner);
                });
                op(Opcode.SETITEMS);
            }
            default -> throw new IllegalArgumentException("no plain value: " + value.getClass());
        }
    }

    private void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        fixed(Opcode.BINUNICODE, 4, ByteOrder.LITTLE_ENDIAN, utf8.length);
        bytes.writeBytes(utf8);
    }

    private void global(String module, String name) {
        op(Opcode.GLOBAL);
        bytes.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void fixed(Opcode opcode, int length, ByteOrder order, long value) {
        op(opcode);
        ByteBuffer buffer = ByteBuffer.allocate(length).order(order);
        bytes.writeBytes((length == 4 ? buffer.putInt((int) value) : buffer.putLong(value)).array());
    }

    private void op(Opcode... codes) {
        for (Opcode code : codes) {
            bytes.write(code.code());
        }
    }
}
