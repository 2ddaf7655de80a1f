"""Folders out and in: what we export opens in transformers, and what transformers saves opens in ours, with equal ids.

    python tools/parity/folders.py --run RUN --photos FOLDER --work FOLDER [--pictures 120]
        [--blip2 tools/bin/blip2] [--threads 2]

RUN is a run folder (quickstart's, say) with held-out pictures in `images/`. FOLDER holds photographs: any; the wheels
of scikit-image, scikit-learn and matplotlib ship some. Needs torch, transformers, pillow.

1. `blip2 export --format hf` of the run is opened by `Blip2ForConditionalGeneration.from_pretrained` (and its `stage1`
   by `Blip2ForImageTextRetrieval`): no missing, unexpected or mismatched key.
2. Every picture and photograph x {greedy, 5 beams}: ids of `blip2 caption` on the exported folder and of transformers
   on the same folder are equal. Pixels are BlipImageProcessorPil's. A picture where transformers' own ids in float32 and
   float64 differ is listed, not counted.
3. The same for what transformers saves from it: sharded, float16, bfloat16, `pytorch_model.bin` in one file and in
   several. Half types are computed with in float32 by both.

Prints one line a comparison and exits with 1 if anything is unequal.
"""

import argparse
import json
import pathlib
import shlex
import shutil
import subprocess
import sys
import time

import torch
from huggingface_hub import split_torch_state_dict_into_shards
from PIL import Image
from transformers import Blip2ForConditionalGeneration, Blip2ForImageTextRetrieval
from transformers.models.blip.image_processing_pil_blip import BlipImageProcessorPil

NEW = 24
BATCH = 16


def ours(blip2, folder, images, beams):
    command = shlex.split(blip2) + ["caption", "--model", str(folder), "--json", "--quiet", "--prompt", ""]
    command += ["--num-beams", str(beams), "--max-new-tokens", str(NEW), "--length-penalty", "1"]
    done = subprocess.run(command + [str(image) for image in images], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    return [json.loads(line)["ids"] for line in done.stdout.splitlines()]


def theirs(model, pixels, beams, new=NEW):
    text = model.config.text_config
    decoder_only = text.model_type == "opt"
    image_ids = [model.config.image_token_id] * model.config.num_query_tokens
    prompt = torch.tensor([image_ids + [text.bos_token_id if decoder_only else text.eos_token_id]])
    ends = text.eos_token_id
    ends = set(ends if isinstance(ends, list) else [ends])
    ids = []
    for rows in pixels.split(BATCH):
        with torch.no_grad():
            out = model.generate(
                pixel_values=rows.to(model.dtype),
                input_ids=prompt.expand(len(rows), -1),
                attention_mask=torch.ones(len(rows), prompt.shape[1], dtype=torch.long),
                num_beams=beams,
                do_sample=False,
                max_new_tokens=new,
                length_penalty=1.0,
            )
        for row in out[:, prompt.shape[1] if decoder_only else 1 :].tolist():
            end = next((i + 1 for i, token in enumerate(row) if token in ends), len(row))
            ids.append(row[:end])
    return ids


def opened(cls, folder, **options):
    model, info = cls.from_pretrained(folder, output_loading_info=True, **options)
    left = {kind: sorted(keys) for kind, keys in info.items() if keys}
    if left:
        raise SystemExit(f"{folder}: {cls.__name__} does not load it whole: {left}")
    return model.eval()


def pixels_of(folder, images):
    processor = BlipImageProcessorPil.from_pretrained(folder)
    return torch.cat([processor(Image.open(image), return_tensors="pt")["pixel_values"] for image in images])


def expected(folder, images):
    """Ids by number of beams, and the pictures for which float32 and float64 disagree."""
    pixels = pixels_of(folder, images)
    single = opened(Blip2ForConditionalGeneration, folder, dtype=torch.float32)
    double = opened(Blip2ForConditionalGeneration, folder, dtype=torch.float64)
    both = {beams: (theirs(single, pixels, beams), theirs(double, pixels.double(), beams)) for beams in (1, 5)}
    return {
        beams: (ids, [i for i, pair in enumerate(zip(ids, exact)) if pair[0] != pair[1]])
        for beams, (ids, exact) in both.items()
    }


def compare(name, blip2, folder, images, wanted):
    unequal = 0
    for beams, (ids, undecided) in wanted.items():
        begin = time.time()
        found = ours(blip2, folder, images, beams)
        wrong = [i for i in range(len(images)) if i not in undecided and found[i] != ids[i]]
        unequal += len(wrong)
        distinct = len({tuple(row) for row in ids})
        print(
            f"{name}, beams {beams}: {len(images) - len(undecided) - len(wrong)} of {len(images) - len(undecided)} equal"
            f" ({distinct} different texts, {time.time() - begin:.1f} s)"
            + (f"; undecided {[images[i].name for i in undecided]}" if undecided else ""),
            flush=True,
        )
        for i in wrong:
            print(f"  {images[i]}: {found[i]}, transformers {ids[i]}", flush=True)
    return unequal


def copied(source, target):
    """The folder without its weights."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.safetensors*", "stage1"))
    return target


def variants(model, exported, work):
    """What transformers and torch save of a model, by name; True where the weights are the exported ones."""
    state = {key: value.contiguous() for key, value in model.state_dict().items()}
    size = sum(value.nbytes for value in state.values())

    sharded = copied(exported, work / "sharded")
    model.save_pretrained(sharded, max_shard_size=size // 3)
    yield "sharded", sharded, True

    one = copied(exported, work / "bin")
    torch.save(state, one / "pytorch_model.bin")
    yield "bin", one, True

    several = copied(exported, work / "bin-sharded")
    split = split_torch_state_dict_into_shards(
        state, max_shard_size=size // 3, filename_pattern="pytorch_model{suffix}.bin"
    )
    for file, names in split.filename_to_tensors.items():
        torch.save({name: state[name] for name in names}, several / file)
    index = {"metadata": split.metadata, "weight_map": split.tensor_to_filename}
    (several / "pytorch_model.bin.index.json").write_text(json.dumps(index))
    yield "bin-sharded", several, True

    for name, dtype in (("f16", torch.float16), ("bf16", torch.bfloat16)):
        folder = copied(exported, work / name)
        model.to(dtype).save_pretrained(folder)
        yield name, folder, False
    half = copied(exported, work / "bin-bf16")
    torch.save(model.state_dict(), half / "pytorch_model.bin")
    yield "bin-bf16", half, False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=pathlib.Path, required=True)
    parser.add_argument("--photos", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--pictures", type=int, default=120)
    parser.add_argument("--blip2", default="tools/bin/blip2")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(options.threads)

    images = sorted((options.run / "images").glob("*.png"))[: options.pictures]
    photos = sorted(path for path in options.photos.iterdir() if path.suffix in (".png", ".jpg"))
    print(f"{options.run}: {len(images)} pictures, {len(photos)} photographs")
    images += photos
    work = options.work / options.run.name
    shutil.rmtree(work, ignore_errors=True)
    exported = work / "hf"
    command = ["export", "--model", str(options.run), "--format", "hf", "--out", str(exported)]
    subprocess.run(shlex.split(options.blip2) + command, check=True, stdout=subprocess.DEVNULL)
    if (exported / "stage1").exists():
        opened(Blip2ForImageTextRetrieval, exported / "stage1")
        print("stage1: no key left over")
    model = opened(Blip2ForConditionalGeneration, exported)
    print("root: no key left over")

    same = expected(exported, images)
    unequal = compare("exported", options.blip2, exported, images, same)
    for name, folder, equal_weights in variants(model, exported, work):
        wanted = same if equal_weights else expected(folder, images)
        unequal += compare(name, options.blip2, folder, images, wanted)
    print("all equal" if unequal == 0 else f"{unequal} UNEQUAL")
    sys.exit(unequal > 0)


if __name__ == "__main__":
    main()
