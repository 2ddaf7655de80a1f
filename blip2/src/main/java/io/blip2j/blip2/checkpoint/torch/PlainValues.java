package io.blip2j.blip2.checkpoint.torch;

import io.blip2j.blip2.checkpoint.torch.Pickled.Bool;
import io.blip2j.blip2.checkpoint.torch.Pickled.Dict;
import io.blip2j.blip2.checkpoint.torch.Pickled.Int;
import io.blip2j.blip2.checkpoint.torch.Pickled.Real;
import io.blip2j.blip2.checkpoint.torch.Pickled.Text;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Numbers, texts and dictionaries of a pickle as settings; anything else is left out.
final class PlainValues {
    private static final int MOST = 10_000; // a dictionary may lie in itself

    private PlainValues() {}

    private record Level(Dict from, ObjectNode to) {}

    static void copy(Dict dict, ObjectNode settings) {
        Deque<Level> levels = new ArrayDeque<>();
        levels.add(new Level(dict, settings));
        int copied = 0;
        while (!levels.isEmpty()) {
            Level level = levels.remove();
            for (Map.Entry<String, Pickled> entry : level.from().values().entrySet()) {
                if (++copied > MOST) {
                    return;
                }
                String key = entry.getKey();
                switch (entry.getValue()) {
                    case Bool value -> level.to().put(key, value.value());
                    case Int value -> level.to().put(key, value.value());
                    case Real value -> level.to().put(key, value.value());
                    case Text value -> level.to().put(key, value.value());
                    case Dict value -> levels.add(new Level(value, level.to().putObject(key)));
                    default -> {} // lists and tensors are no settings of ours
                }
            }
        }
    }
}
