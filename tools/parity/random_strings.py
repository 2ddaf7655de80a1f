"""Seeded random Unicode strings that are hard on tokenizers: every plane and script, what joins and what breaks.

A string is a few pieces of different kinds, side by side or with white space between. The same seed gives the same
strings. Lone surrogates stand for themselves here; who cannot hold them replaces them by U+FFFD.
"""

import random

WORDS = """the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one
you were her all she there would their we him been has when who will more no if out so said what up its about into than them
can only other new some could time these two may then do first any my now such like our over man me even most made after also
photo picture question answer caption standing sitting holding wearing street kitchen bicycle elephant umbrella surfboard
internationalization antidisestablishmentarianism unbelievable tokenization naïve café façade Zürich coöperate señor""".split()
ENDINGS = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d", "'S", "'T", "'RE", "'Ll", "’s", "'", "''s", "n't", "n'ts", "'res"]
SPECIAL = """<s> </s> <pad> <unk> <image> <|endoftext|> [CLS] [SEP] [PAD] [UNK] [MASK] [DEC] <extra_id_0> <extra_id_99> <extra_id_7>
<extra_id_100> <IMAGE> [cls] [dec] [Mask] <imag <image [DEC <extra_id_ </s ##ing ## ▁ Ġ Ċ ▁a Ġa <0x41> <mask>""".split()
SPACES = [" ", "  ", "\n", "\t", "\r\n", "\r", "\u00a0", "\u2003", "\u3000", "\u2028", "\u2029", "\u0085", "\v", "\f", "\u1680",
          "\u202f", "\u205f", "\u200b", "\ufeff", "\u180e", "\x1c", "\x1f"]
SCRIPTS = [(0x00C0, 0x24F), (0x370, 0x3FF), (0x400, 0x52F), (0x531, 0x586), (0x5D0, 0x5EA), (0x620, 0x64A), (0x671, 0x6D3),
           (0x710, 0x72F), (0x780, 0x7B1), (0x7CA, 0x7EA), (0x904, 0x94D), (0x985, 0x9CD), (0xA05, 0xA4D), (0xA85, 0xACD),
           (0xB05, 0xB4D), (0xB85, 0xBCD), (0xC05, 0xC4D), (0xC85, 0xCCD), (0xD05, 0xD4D), (0xD85, 0xDCA), (0xE01, 0xE4E),
           (0xE81, 0xECD), (0xF40, 0xFBC), (0x1000, 0x1059), (0x10A0, 0x10FF), (0x1200, 0x135A), (0x13A0, 0x13F5),
           (0x1780, 0x17D3), (0x1820, 0x1878), (0x1E00, 0x1EFF), (0x1F00, 0x1FFF), (0x2C00, 0x2C5F), (0x3041, 0x309F),
           (0x30A0, 0x30FF), (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0xAC00, 0xD7A3), (0x1100, 0x11FF), (0xA960, 0xA97C),
           (0xD7B0, 0xD7FB), (0xAB70, 0xABBF), (0x10400, 0x1044F), (0x1E900, 0x1E95F), (0x20000, 0x2A6DF), (0x11103, 0x11134)]
MARKS = [(0x300, 0x36F), (0x483, 0x489), (0x591, 0x5BD), (0x610, 0x61A), (0x64B, 0x65F), (0x93A, 0x94F), (0x1AB0, 0x1ACE),
         (0x1DC0, 0x1DFF), (0x20D0, 0x20F0), (0x302A, 0x302F), (0x3099, 0x309C), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F),
         (0x1D165, 0x1D169), (0xE0100, 0xE01EF), (0x9CD, 0x9CD), (0xBCD, 0xBCD), (0xDCA, 0xDCA), (0x1039, 0x103A)]
COMPATIBLE = [(0xFB00, 0xFB4F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC), (0xFF01, 0xFFEF), (0x2100, 0x214F), (0x3200, 0x33FF),
              (0x1D400, 0x1D7FF), (0x2460, 0x24FF), (0x2070, 0x209C), (0x1F100, 0x1F1AD), (0x1F200, 0x1F265), (0xF900, 0xFAFF),
              (0x2F800, 0x2FA1D), (0x1E80, 0x1E99), (0x132, 0x140), (0x1C4, 0x1F3), (0x2150, 0x218B), (0x1EE00, 0x1EEF1)]
CONTROLS = [(0x00, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x600, 0x605), (0x61C, 0x61C), (0x6DD, 0x6DD), (0x70F, 0x70F),
            (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFEFF, 0xFEFF), (0xFFF0, 0xFFFF),
            (0xE0000, 0xE007F), (0x110BD, 0x110BD), (0x13430, 0x1343F), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE000, 0xE0FF),
            (0xFDD0, 0xFDEF), (0x1FFFE, 0x1FFFF)]
SIGNS = [(0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E), (0xA1, 0xBF), (0x2010, 0x2027), (0x2030, 0x205E), (0x20A0, 0x20C0),
         (0x2190, 0x23FF), (0x2500, 0x27BF), (0x3001, 0x3020), (0x2E00, 0x2E5D), (0xFE30, 0xFE6B), (0x10100, 0x10102), (0x1800, 0x180A)]
DIGITS = [(0x30, 0x39), (0x30, 0x39), (0x660, 0x669), (0x966, 0x96F), (0xE50, 0xE59), (0xFF10, 0xFF19), (0xB2, 0xB3), (0xBC, 0xBE),
          (0x2160, 0x2188), (0x2460, 0x249B), (0x3220, 0x3229), (0x1D7CE, 0x1D7FF), (0x10107, 0x10133), (0x1F100, 0x1F10C)]
FACES = [(0x1F600, 0x1F64F), (0x1F300, 0x1F5FF), (0x1F680, 0x1F6FF), (0x1F900, 0x1FAFF), (0x2600, 0x27BF)]
TONES = (0x1F3FB, 0x1F3FF)
REGIONS = (0x1F1E6, 0x1F1FF)


class Strings:
    """An endless row of strings from one seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.kinds = [self.word, self.word, self.word, self.capitals, self.letters, self.anything, self.block, self.script, self.script,
                      self.marked, self.emoji, self.emoji, self.flag, self.ideographs, self.kana, self.hangul, self.jamo, self.arabic,
                      self.indic, self.control, self.special, self.special, self.run, self.number, self.number, self.contraction,
                      self.signs, self.spaces, self.compatible, self.surrogate, self.edge]

    def one(self, ranges):
        low, high = self.random.choice(ranges)
        return chr(self.random.randint(low, high))

    def some(self, ranges, most):
        return "".join(self.one(ranges) for _ in range(self.random.randint(1, most)))

    def count(self, most):
        return int(self.random.random() * most) + 1

    def next(self):
        pick, chance = self.random.choice, self.random.random
        pieces = [pick(self.kinds)() for _ in range(self.count(7))]
        way = chance()
        if way < 0.4:
            return " ".join(pieces)
        if way < 0.8:
            return "".join(pieces)
        return "".join(piece + (pick(SPACES) if chance() < 0.5 else "") for piece in pieces)

    def word(self):
        return self.random.choice(WORDS)

    def capitals(self):
        word = self.random.choice(WORDS)
        return word.upper() if self.random.random() < 0.5 else word.capitalize()

    def letters(self):
        return "".join(self.random.choices("aaeeiioutnsrhldcmfpgwybvkxjqzABCDEFGHIJKLMNOPQRSTUVWXYZ", k=self.count(14)))

    def anything(self):
        return "".join(chr(self.random.randrange(0x110000)) for _ in range(self.count(4)))

    def block(self):
        first = self.random.randrange(0x300) * 0x40 if self.random.random() < 0.7 else self.random.randrange(0x1F00) * 0x20
        return "".join(chr(first + self.random.randrange(0x40)) for _ in range(self.count(6)))

    def script(self):
        low, high = self.random.choice(SCRIPTS)
        return "".join(chr(self.random.randint(low, high)) for _ in range(self.count(8)))

    def marked(self):
        base = self.random.choice([self.letters, self.script, self.kana, self.compatible, self.signs, self.spaces])()
        return "".join(c + (self.some(MARKS, 3) if self.random.random() < 0.6 else "") for c in base)

    def emoji(self):
        parts = []
        for _ in range(self.count(3)):
            face = self.one(FACES)
            if self.random.random() < 0.3:
                face += self.one([TONES])
            if self.random.random() < 0.3:
                face += "\ufe0f"
            parts.append(face)
        return self.random.choice(["\u200d", "\u200d", "", "\u200c"]).join(parts) + ("\u20e3" if self.random.random() < 0.1 else "")

    def flag(self):
        if self.random.random() < 0.3:
            return "\U0001f3f4" + self.some([(0xE0061, 0xE007A)], 5) + "\U000e007f"
        return self.some([REGIONS], 5)

    def ideographs(self):
        return self.some([(0x4E00, 0x4FFF), (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x323AF), (0xF900, 0xFAFF)], 8)

    def kana(self):
        return self.some([(0x3041, 0x3096), (0x30A1, 0x30FA), (0xFF66, 0xFF9F), (0x3099, 0x309C), (0x30FC, 0x30FF)], 7)

    def hangul(self):
        return self.some([(0xAC00, 0xD7A3)], 6)

    def jamo(self):
        return self.some([(0x1100, 0x1112), (0x1161, 0x1175), (0x11A8, 0x11C2), (0x3131, 0x318E), (0xAC00, 0xAC40), (0x1100, 0x11FF)], 7)

    def arabic(self):
        return self.some([(0x620, 0x64A), (0x620, 0x64A), (0x64B, 0x65F), (0x671, 0x6D3), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)], 8)

    def indic(self):
        first = self.random.choice([0x900, 0x980, 0xA00, 0xA80, 0xB00, 0xC00, 0xD00])
        letters = [(first + 0x15, first + 0x39)] * 3 + [(first + 0x4D, first + 0x4D), (first + 0x3C, first + 0x4C), (0x200C, 0x200D)]
        return self.some(letters, 9)

    def control(self):
        return self.some(CONTROLS, 4)

    def special(self):
        token = self.random.choice(SPECIAL)
        way = self.random.random()
        return token if way < 0.8 else token * 2 if way < 0.9 else token[: self.count(len(token))]

    def run(self):
        unit = self.random.choice([" ", " ", "a", "\u0301", "\n", "\t", "0", "!", "\u00a0", "中", "e\u0301", "\U0001f468\u200d", "ab", "="])
        return unit * self.count(150 if self.random.random() < 0.05 else 40)

    def number(self):
        way = self.random.random()
        if way < 0.4:
            return str(self.random.randrange(10 ** self.count(12)))
        return self.some(DIGITS, 6) if way < 0.7 else f"{self.random.random() * 1000:.2f}" + self.random.choice(["%", "€", "°C", "km", ""])

    def contraction(self):
        return self.random.choice(WORDS) + self.random.choice(ENDINGS) + self.random.choice(["", "", "x", " "])

    def signs(self):
        return self.some(SIGNS[:4] if self.random.random() < 0.6 else SIGNS, 6)

    def spaces(self):
        return "".join(self.random.choice(SPACES) for _ in range(self.count(5)))

    def compatible(self):
        return self.some(COMPATIBLE, 5)

    def surrogate(self):
        return self.some([(0xD800, 0xDFFF), (0x61, 0x7A)], 3)

    def edge(self):
        return self.random.choice(["İ", "ı", "ß", "ẞ", "ς", "Σ", "ΑΣ", "ŉ", "ǰ", "ﬀ", "Å", "Ω", "K", "ſ", "\u0345", "\u1e9b\u0323",
                                   "\u0f73", "\u2126", "\u212b", "Ǆ", "\ufffd", "\u0340", "\u0344", "\u0958", "\u0dd9\u0dcf\u0dca", ""])
