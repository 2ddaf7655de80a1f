"""Compares the scores of `blip2 eval caption --out DIR` with pycocoevalcap's on the same result files.

    python tools/parity/caption_scores.py DIR

Needs pycocoevalcap (its PTBTokenizer runs Java). Ends with 1 if a score differs by more than 1e-4.
"""
import json
import sys
from pathlib import Path

from pycocoevalcap.bleu.bleu import Bleu
from pycocoevalcap.cider.cider import Cider
from pycocoevalcap.rouge.rouge import Rouge
from pycocoevalcap.tokenizer.ptbtokenizer import PTBTokenizer


def main(folder: Path) -> int:
    results = json.loads(next(folder.glob("captions_*_results.json")).read_text("utf-8"))
    references = json.loads((folder / "references.json").read_text("utf-8"))["annotations"]
    ours = json.loads((folder / "scores.json").read_text("utf-8"))
    truth, said = {}, {row["image_id"]: [row] for row in results}
    for row in references:
        truth.setdefault(row["image_id"], []).append(row)
    truth = {image: truth[image] for image in said}
    tokenizer = PTBTokenizer()
    truth, said = tokenizer.tokenize(truth), tokenizer.tokenize(said)
    bleu = Bleu(4).compute_score(truth, said, verbose=0)[0]
    theirs = {f"bleu_{n + 1}": score for n, score in enumerate(bleu)}
    theirs["rouge_l"] = float(Rouge().compute_score(truth, said)[0])
    theirs["cider"] = float(Cider().compute_score(truth, said)[0])
    worst = max(abs(ours[name] - score) for name, score in theirs.items())
    for name, score in theirs.items():
        print(f"{name:8} ours {ours[name]:.10f}  pycocoevalcap {score:.10f}  difference {abs(ours[name] - score):.1e}")
    print(f"{len(said)} captions, worst difference {worst:.1e}")
    return worst > 1e-4


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
