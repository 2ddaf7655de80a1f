package io.blip2j.blip2.stage2;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class PrefixSplitTest {
    @Test
    void cutsFallFromTheFirstWordToTheMiddle() {
        Set<String> beginnings = new TreeSet<>();
        for (int sample = 0; sample < 200; sample++) {
            PrefixSplit split = PrefixSplit.of(" a b  c d e f ", 7, 3, sample);
            Assertions.assertEquals("a b c d e f", split.beginning() + " " + split.continuation());
            beginnings.add(split.beginning());
        }
        Assertions.assertEquals(Set.of("a", "a b", "a b c"), beginnings);
        Assertions.assertEquals(PrefixSplit.of("x y z", 1, 2, 3), PrefixSplit.of("x y z", 1, 2, 3));
        Assertions.assertEquals(new PrefixSplit("", "word"), PrefixSplit.of("word", 1, 2, 3));
    }
}
