"""Our three tokenizers against `tokenizers` and `sentencepiece`, on random Unicode strings and vocabularies of real size.

    python tools/parity/tokens.py --work FOLDER [--strings 1000000] [--seed 1] [--only bert,opt,t5] [--timing]

Makes the folders of `vocabularies.py` in FOLDER first. For each kind, strings of `random_strings.py` go through every
folder of that kind: ids with special tokens, offsets in code points, and the text that the ids decode to must be equal.
`spiece.model` is held against bare SentencePiece as well. The reference of a folder is its `tokenizer.json`; of one
with older files, what transformers makes of them (of `spiece.model`: of its pieces, `t5-saved`). A lone surrogate, which the references cannot take, is U+FFFD there.

`--timing` measures the speed on text of one repeated character instead: 1 MB and 10 MB.

Our side is `TokenLines.java` on the jars that the launcher has built (`--classpath` for others). Prints what differs
and one line a folder; exits with 1 if anything does.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import threading
import time

import sentencepiece
from tokenizers import Tokenizer
from transformers import AutoTokenizer

import vocabularies
from random_strings import Strings

HERE = pathlib.Path(__file__).resolve().parent
KINDS = {"bert": ["bert-shipped", "bert-saved", "bert-older"], "opt": ["opt-pairs", "opt-strings", "opt-older"],
         "t5": ["t5-saved", "t5-older", "t5-older/spiece.model"]}
CHUNK = 20000
SHOWN = 10
UNITS = ["a", " ", "\u0301", "é", "中", "가", "\U0001f600", "\0", "0", "!", "▁", "\ud800", "\u200d", "ｶ", "\U0001f1e6"]


def java(options):
    jars = options.classpath or str(HERE.parent / "target" / "app" / "*")
    return [options.java, "-Xmx" + options.heap, "-XX:+UseParallelGC", "-cp", jars, str(HERE / "TokenLines.java")]


def reference(place):
    """From texts to the lines that our side should print."""
    if place.suffix == ".model":
        pieces = sentencepiece.SentencePieceProcessor(model_file=str(place))
        return str(place), lambda texts: [f"{ids}\t{json.dumps(pieces.decode(ids))}" for ids in pieces.encode(texts)]
    saved = place.with_name("t5-saved") if (place / "spiece.model").exists() else place
    file = saved / "tokenizer.json"
    tokenizer = Tokenizer.from_file(str(file)) if file.exists() else AutoTokenizer.from_pretrained(place).backend_tokenizer
    tokenizer.no_truncation()
    tokenizer.no_padding()

    def lines(texts):
        found = tokenizer.encode_batch(texts)
        decoded = tokenizer.decode_batch([one.ids for one in found], skip_special_tokens=True)
        return [f"{one.ids}\t{one.offsets}\t{json.dumps(text)}" for one, text in zip(found, decoded)]

    return tokenizer.to_str(), lines


class Ours:
    """Our process: JSON strings in, lines out."""

    def __init__(self, options, places):
        self.places = places
        self.process = subprocess.Popen(java(options) + [str(place) for place in places], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, encoding="ascii", bufsize=1 << 20)

    def lines(self, strings):
        def feed():
            self.process.stdin.write("".join(json.dumps(string) + "\n" for string in strings) + "\n")
            self.process.stdin.flush()

        feeder = threading.Thread(target=feed)
        feeder.start()
        answers = [[] for _ in self.places]
        for _ in strings:
            for answer in answers:
                line = self.process.stdout.readline()
                if not line:
                    raise SystemExit("our side stopped")
                answer.append(line[:-1])
        feeder.join()
        return answers


def compare(options, kind):
    places = [options.work / name for name in KINDS[kind]]
    references = [reference(place) for place in places]
    strings = Strings(f"{options.seed}/{kind}")
    ours = Ours(options, places)
    different = [0] * len(places)
    spent = [0.0, 0.0]
    start = time.time()
    for first in range(0, options.strings, CHUNK):
        chunk = [strings.next() for _ in range(min(CHUNK, options.strings - first))]
        texts = [text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") for text in chunk]
        before = time.time()
        known = {}
        for key, lines in references:
            if key not in known:  # the same tokenizer in another form of file
                known[key] = lines(texts)
        between = time.time()
        answers = ours.lines(chunk)
        spent = [spent[0] + between - before, spent[1] + time.time() - between]
        for number, (key, _) in enumerate(references):
            for text, mine, right in zip(chunk, answers[number], known[key]):
                if mine != right:
                    different[number] += 1
                    if different[number] <= SHOWN:
                        print(f"{KINDS[kind][number]}: {json.dumps(text)}\n  ours      {mine}\n  reference {right}")
        print(f"{kind} {first + len(chunk)}: {different}, {time.time() - start:.0f} s", file=sys.stderr, flush=True)
    for name, count in zip(KINDS[kind], different):
        print(f"{name}: {options.strings} strings, {count} differ")
    print(f"{kind}: {time.time() - start:.0f} s in all, references {spent[0]:.0f} s, ours {spent[1]:.0f} s")
    return sum(different)


def timing(options, kind):
    """Slowest MB/s and largest growth from 1 MB to 10 MB over all units."""
    for name in KINDS[kind]:
        for unit in options.units:
            done = subprocess.run(java(options) + ["time", json.dumps(unit), "1000000", str(options.work / name)],
                                  capture_output=True, text=True, check=True)
            runs = [run.split(":") for run in done.stdout.split()]
            one = min(float(seconds) for _, seconds in runs[:4])
            ten = min(float(seconds) for _, seconds in runs[4:])
            print(f"{name}: {json.dumps(unit)}: 1 MB {one:.3f} s, 10 MB {ten:.3f} s = {ten / one:.1f} x, {runs[-1][0]} tokens", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--strings", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default=",".join(KINDS))
    parser.add_argument("--timing", action="store_true")
    parser.add_argument("--units", type=json.loads, default=UNITS)
    parser.add_argument("--java", default="java")
    parser.add_argument("--heap", default="2g")
    parser.add_argument("--classpath")
    options = parser.parse_args()
    if not (options.work / "t5-older" / "spiece.model").exists():
        vocabularies.make(options.work)
    different = 0
    for kind in options.only.split(","):
        if options.timing:
            timing(options, kind)
        else:
            different += compare(options, kind)
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
