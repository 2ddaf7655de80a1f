package io.blip2j.blip2.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// Against what Stanford CoreNLP 3.4.1 with pycocoevalcap's list of dropped signs gave for the same lines.
class PtbTokensTest {
    @Test
    void cutsAsTheCocoEvaluationDoes() {
        check("A man (left) rides \"fast\", doesn't he?", "a man -lrb- left -rrb- rides fast does n't he");
        check(
                "it's the grey colour theatre's centre; jewellery & tyres... isn't it!",
                "it 's the grey colour theatre 's centre jewellery & tyres is n't it");
        check(
                "black-and-white dog/cat 3.5 1,000 $5 50% £5 12:30 2nd mr. smith U.S.A.",
                "black-and-white dog/cat 3.5 1,000 $ 5 50 % # 5 12:30 2nd mr. smith u.s.a.");
        check("u.s.", "u.s.");
        check(
                "cannot gonna wanna gotta lemme gimme 'tis 'twas d'ye",
                "can not gon na wan na got ta lem me gim me 't is 't was d'ye");
        check(
                "[square] {curly} <tag> a_b #tag @me http://a.com a@b.com x*y ~ ^ = + \\ | `tick` ½ cup 1/2 cup",
                "-lsb- square -rsb- -lcb- curly -rcb- <tag> a_b #tag @me http://a.com a@b.com x * y ~ ^ = + \\ | tick 1/2 cup 1/2 cup");
        check("co-worker e.g. etc. a.m. 5pm dr. st. vs. no. 5", "co-worker e.g. etc. a.m. 5pm dr. st. vs. no. 5");
        check("café naïve 日本 ... end.  two  spaces\ttab", "café naïve 日本 end two spaces tab");
        check(
                "hello!!! what?! wait... hmm.. a.b.c 4x4 #1 & &amp; 20°",
                "hello !!! what ?! wait hmm a.b.c 4x4 # 1 & & 20 °");
        check("no period", "no period");
        check("ends with mr.", "ends with mr.");
        check("ends with etc.", "ends with etc.");
        check("the t.v. is on. on a u.s. flag. inc. co. ", "the t.v. is on on a u.s. flag inc. co.");
    }

    private static void check(String caption, String tokens) {
        assertEquals(tokens, PtbTokens.of(caption));
    }
}
