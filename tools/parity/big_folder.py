"""A folder of blip2-opt-2.7b's true size with random weights: how fast it is inspected, how much memory a caption takes,
and whether logits equal transformers'.

    python tools/parity/big_folder.py --run RUN --work FOLDER [--blip2 tools/bin/blip2] [--keep]

RUN is an OPT run folder of quickstart: it lends its tokenizer. Writes 7.5 GB of float16 in shards to FOLDER. Needs torch,
transformers, pillow, a JDK 25 as `java` or in JAVA25_HOME, 12 GB of free memory for transformers' float32. One program runs
after the other.

Prints: seconds of `inspect`; seconds and peak resident size of `caption`, beside the limit of 1.05 x the folder's bytes +
600 MB; relative L2 distance of the logits of three pictures, which must be at most 1e-4.
"""

import argparse
import json
import os
import pathlib
import resource
import shlex
import shutil
import subprocess
import time

import numpy
import torch
from PIL import Image
from safetensors.torch import save_file
from transformers import Blip2Config, Blip2ForConditionalGeneration, OPTConfig
from transformers.models.blip.image_processing_pil_blip import BlipImageProcessorPil

SHARD = 2_000_000_000
TOKENIZER = ("tokenizer.json", "tokenizer_config.json", "vocab.json", "merges.txt", "special_tokens_map.json", "added_tokens.json")
HERE = pathlib.Path(__file__).parent


def make(folder, run):
    folder.mkdir(parents=True)
    image = json.loads((run / "config.json").read_text())["image_token_index"]
    text = OPTConfig(hidden_size=2560, num_hidden_layers=32, num_attention_heads=32, ffn_dim=10240, word_embed_proj_dim=2560, vocab_size=50304)
    config = Blip2Config(text_config=text, image_token_id=image, num_query_tokens=32)
    config.dtype = "float16"
    config.architectures = ["Blip2ForConditionalGeneration"]
    config.save_pretrained(folder)
    with torch.device("meta"):
        shapes = {name: value.shape for name, value in Blip2ForConditionalGeneration(config).state_dict().items()}
    shapes.pop("language_model.lm_head.weight", None)  # tied
    generator = torch.Generator().manual_seed(2301)
    shards, shard, size, total = [], {}, 0, 0
    for name, shape in shapes.items():
        values = torch.randn(shape, generator=generator)
        norm = "norm" in name.lower() and name.endswith("weight")
        value = (1 + 0.1 * values if norm else 0.02 * values).to(torch.float16)
        if size + value.numel() * 2 > SHARD and shard:
            shards.append(shard)
            write(folder, shards, shard)
            shard, size = {}, 0
        shard[name] = value
        size += value.numel() * 2
        total += value.numel() * 2
    shards.append(shard)
    write(folder, shards, shard)
    count = len(shards)
    weight_map = {}
    for number, names in enumerate(shards, 1):
        old = folder / f"part-{number}.safetensors"
        new = folder / f"model-{number:05d}-of-{count:05d}.safetensors"
        old.rename(new)
        weight_map |= {name: new.name for name in names}
    (folder / "model.safetensors.index.json").write_text(json.dumps({"metadata": {"total_size": total}, "weight_map": weight_map}))
    for name in TOKENIZER:
        if (run / name).exists():
            shutil.copy(run / name, folder / name)
    processor = {"image_processor_type": "BlipImageProcessor", "size": {"height": 224, "width": 224}, "do_resize": True, "resample": 3,
                 "do_rescale": True, "rescale_factor": 1 / 255, "do_normalize": True, "do_convert_rgb": True,
                 "image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711]}
    (folder / "preprocessor_config.json").write_text(json.dumps(processor))
    (folder / "generation_config.json").write_text(json.dumps({"bos_token_id": 2, "eos_token_id": 50118, "pad_token_id": 1}))


def write(folder, shards, shard):
    save_file(shard, folder / f"part-{len(shards)}.safetensors", metadata={"format": "pt"})
    shards[-1] = list(shard)


def timed(command):
    before = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    return time.monotonic() - before, done.stdout


def theirs(folder, images, prompt):
    model = Blip2ForConditionalGeneration.from_pretrained(folder, dtype=torch.float32).eval()
    pixels = BlipImageProcessorPil.from_pretrained(folder)([Image.open(i).convert("RGB") for i in images], return_tensors="pt")["pixel_values"]
    ids = [model.config.image_token_id] * model.config.num_query_tokens + prompt
    logits = []
    with torch.no_grad():
        for one in pixels:
            out = model(pixel_values=one[None], input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long))
            logits.append(out.logits[0, -len(prompt):].numpy())
    return numpy.stack(logits)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--run", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--blip2", default="tools/bin/blip2")
    parser.add_argument("--keep", action="store_true")
    args = parser.parse_args()
    folder = args.work / "big"
    if not folder.exists():
        make(folder, args.run)
    size = sum(file.stat().st_size for file in folder.glob("*.safetensors"))
    images = sorted((args.run / "images").glob("*.png"))[:3]
    blip2 = shlex.split(args.blip2)

    seconds, _ = timed(blip2 + ["inspect", str(folder), "--json"])
    print(f"folder {size / 1e9:.2f} GB; inspect {seconds:.2f} s", flush=True)
    seconds, said = timed(blip2 + ["caption", "--model", str(folder), "--json", "--max-new-tokens", "5", "--num-beams", "1", str(images[0])])
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    print(f"caption {seconds:.1f} s, peak {peak / 1e6:.0f} MB, limit {(size * 1.05 + 600e6) / 1e6:.0f} MB: {said.strip()}", flush=True)

    prompt = [2, 5, 17, 40]
    java = os.path.join(os.environ["JAVA25_HOME"], "bin", "java") if "JAVA25_HOME" in os.environ else "java"
    jars = ":".join(str(jar) for jar in sorted((HERE.parent / "target" / "app").glob("*.jar")))
    out = args.work / "logits.f32"
    command = [java, "-Xmx4g", "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp", jars,
               str(HERE / "Logits.java"), str(folder), str(out), ",".join(map(str, prompt))]
    seconds, _ = timed(command + [str(image) for image in images])
    ours = numpy.fromfile(out, dtype="<f4").reshape(len(images), len(prompt), -1)
    print(f"our logits of {len(images)} pictures: {seconds:.1f} s", flush=True)
    expected = theirs(folder, images, prompt)
    for number, (a, b) in enumerate(zip(ours, expected)):
        print(f"picture {number}: relative L2 {numpy.linalg.norm(a - b) / numpy.linalg.norm(b):.2e}")
    if not args.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
