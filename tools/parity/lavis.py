"""Checkpoints made by LAVIS's rules, with transformers as the judge.

    python tools/parity/lavis.py --run RUN --photos FOLDER --work FOLDER [--pictures 40]
        [--blip2 tools/bin/blip2] [--threads 2]

Random weights in the depths of both image encoders (40 layers for ViT-g, 24 for ViT-L, few numbers a layer). For each,
a `.pth` of stage 1 and one of stage 2 are written by LAVIS's names with what LAVIS saves beside them, and the frozen
encoder as a file of its own by EVA's or OpenAI's names; the language model and the tokenizers are RUN's towers. What
`blip2 caption` says of them must be what transformers says of the same numbers:

- stage 2: Blip2ForConditionalGeneration (for ViT-L with CLIPVisionModel's 23rd layer in place of its encoder), greedy
  and 5 beams;
- stage 1: the Q-Former's own head, greedily: one pass over queries and words a word, under UniLM's mask.

A picture where float32 and float64 disagree is listed, not counted.
"""

import argparse
import copy
import json
import pathlib
import shlex
import shutil
import subprocess
import sys

import torch
from PIL import Image
from transformers import AutoTokenizer, Blip2Config, Blip2ForConditionalGeneration, CLIPVisionConfig, CLIPVisionModel
from transformers import AutoModelForCausalLM, AutoModelForSeq2SeqLM
from transformers.modeling_outputs import BaseModelOutputWithPooling
from transformers.models.blip.image_processing_pil_blip import BlipImageProcessorPil

from folders import theirs

QUERIES, HIDDEN, SIDE, PATCH, NEW = 6, 128, 24, 8, 12
SHAPES = {"vit_g": dict(width=176, layers=40), "vit_L": dict(width=128, layers=24)}


class Clip(torch.nn.Module):
    """CLIP's encoder up to its last layer but one, then ln_vision, where transformers' BLIP-2 has EVA's."""

    def __init__(self, tower, norm):
        super().__init__()
        self.tower, self.norm = tower, norm

    def forward(self, pixel_values, **_):
        states = self.tower(pixel_values, output_hidden_states=True).hidden_states
        return BaseModelOutputWithPooling(last_hidden_state=self.norm(states[-2]), pooler_output=states[-2][:, 0])


def randomised(module, deviation):
    for name, value in module.named_parameters():
        if "norm" in name.lower() and name.endswith("weight"):
            torch.nn.init.normal_(value, 1, 0.1)
        else:
            torch.nn.init.normal_(value, 0, deviation)


def build(kind, language, words):
    shape = SHAPES[kind]
    vision = dict(
        hidden_size=shape["width"], intermediate_size=96, num_hidden_layers=shape["layers"] - 1,
        num_attention_heads=shape["width"] // 88, image_size=SIDE, patch_size=PATCH,
    )
    qformer = dict(
        hidden_size=HIDDEN, intermediate_size=96, num_hidden_layers=4, num_attention_heads=HIDDEN // 64,
        encoder_hidden_size=shape["width"], vocab_size=words, max_position_embeddings=32, use_qformer_text_input=True,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
    )
    config = Blip2Config(
        vision_config=vision, qformer_config=qformer, text_config=language.config.to_dict(), num_query_tokens=QUERIES,
        image_token_id=language.config.vocab_size - 1,
    )
    model = Blip2ForConditionalGeneration(config)
    for part in (model.vision_model, model.qformer, model.language_projection):
        randomised(part, 0.08)
    torch.nn.init.normal_(model.query_tokens, 0, 0.5)
    torch.nn.init.normal_(model.language_projection.weight, 0, 0.3)
    model.language_model = copy.deepcopy(language)  # its own head: a fresh one would be tied to the words
    for layer in model.vision_model.encoder.layers:  # EVA has no bias for keys
        layer.self_attn.qkv.bias.data[shape["width"] : 2 * shape["width"]] = 0
    head = torch.nn.ModuleDict(
        dict(
            dense=torch.nn.Linear(HIDDEN, HIDDEN), norm=torch.nn.LayerNorm(HIDDEN, 1e-12),
            words=torch.nn.Embedding(words, HIDDEN), positions=torch.nn.Embedding(32, HIDDEN),
            vision_proj=torch.nn.Linear(HIDDEN, 16), text_proj=torch.nn.Linear(HIDDEN, 16),
            itm_head=torch.nn.Linear(HIDDEN, 2),
        )
    )
    randomised(head, 0.3)
    head.register_parameter("bias", torch.nn.Parameter(torch.randn(words) * 0.1))
    clip = None
    if kind == "vit_L":
        sizes = {key: vision[key] for key in ("hidden_size", "intermediate_size", "image_size", "patch_size")}
        clip = CLIPVisionModel(CLIPVisionConfig(num_hidden_layers=24, num_attention_heads=2, **sizes))
        randomised(clip, 0.08)
        norm = torch.nn.LayerNorm(shape["width"], 1e-5)
        randomised(torch.nn.ModuleDict(dict(norm=norm)), 0.1)
        model.vision_model = Clip(clip, norm)
    return model.eval(), head.eval(), clip


def eva_names(model):
    """EVA's own file: 40 blocks, of which BLIP-2 uses 39, a norm and a head that it does not."""
    tower, state = model.vision_model, {}
    state["cls_token"] = tower.embeddings.class_embedding
    state["pos_embed"] = tower.embeddings.position_embedding
    state["patch_embed.proj.weight"] = tower.embeddings.patch_embedding.weight
    state["patch_embed.proj.bias"] = tower.embeddings.patch_embedding.bias
    layers = list(tower.encoder.layers)
    for i, layer in enumerate(layers + layers[:1]):
        block = f"blocks.{i}."
        q, _, v = layer.self_attn.qkv.bias.chunk(3)
        state[block + "attn.q_bias"], state[block + "attn.v_bias"] = q.clone(), v.clone()
        state[block + "attn.qkv.weight"] = layer.self_attn.qkv.weight
        for ours, hf in (("norm1", layer.layer_norm1), ("norm2", layer.layer_norm2), ("mlp.fc1", layer.mlp.fc1),
                         ("mlp.fc2", layer.mlp.fc2), ("attn.proj", layer.self_attn.projection)):
            state[block + ours + ".weight"], state[block + ours + ".bias"] = hf.weight, hf.bias
    state["norm.weight"], state["head.bias"] = torch.ones(4), torch.zeros(7)
    return state


def clip_names(clip):
    """OpenAI's own file: 24 blocks, of which BLIP-2 uses 23."""
    model = getattr(clip, "vision_model", clip)
    state = {
        "class_embedding": model.embeddings.class_embedding,
        "positional_embedding": model.embeddings.position_embedding.weight,
        "conv1.weight": model.embeddings.patch_embedding.weight,
        "ln_pre.weight": model.pre_layrnorm.weight, "ln_pre.bias": model.pre_layrnorm.bias,
        "ln_post.weight": model.post_layernorm.weight, "proj": torch.zeros(2, 2),
    }
    for i, layer in enumerate(model.encoder.layers):
        block = f"transformer.resblocks.{i}."
        parts = (layer.self_attn.q_proj, layer.self_attn.k_proj, layer.self_attn.v_proj)
        state[block + "attn.in_proj_weight"] = torch.cat([part.weight for part in parts])
        state[block + "attn.in_proj_bias"] = torch.cat([part.bias for part in parts])
        for ours, hf in (("ln_1", layer.layer_norm1), ("ln_2", layer.layer_norm2), ("mlp.c_fc", layer.mlp.fc1),
                         ("mlp.c_proj", layer.mlp.fc2), ("attn.out_proj", layer.self_attn.out_proj)):
            state[block + ours + ".weight"], state[block + ours + ".bias"] = hf.weight, hf.bias
    return state


def trained(model, head, norm, stage):
    """What LAVIS keeps: what took a gradient, buffers, and what is tied and so not counted as frozen."""
    state = {"query_tokens": model.query_tokens, "ln_vision.weight": norm.weight, "ln_vision.bias": norm.bias}
    text_part = ("intermediate.", "output.")
    for name, value in model.qformer.state_dict().items():
        inside = name.split(".", 3)[3] if name.startswith("encoder.layer") else ""
        if stage == 2 and inside.startswith(text_part):
            continue  # stage 2 drops the words' feed-forwards
        if name.startswith("layernorm"):
            state["Qformer.bert.embeddings.LayerNorm." + name.split(".")[1]] = value
        else:
            state["Qformer.bert." + name.replace("attention.attention.", "attention.self.")] = value
    if stage == 1:
        words = head["words"].weight
        state["Qformer.bert.embeddings.position_ids"] = torch.arange(32).expand(1, -1)
        state["Qformer.bert.embeddings.word_embeddings.weight"] = words
        state["Qformer.bert.embeddings.position_embeddings.weight"] = head["positions"].weight
        state["Qformer.cls.predictions.transform.dense.weight"] = head["dense"].weight
        state["Qformer.cls.predictions.transform.dense.bias"] = head["dense"].bias
        state["Qformer.cls.predictions.transform.LayerNorm.weight"] = head["norm"].weight
        state["Qformer.cls.predictions.transform.LayerNorm.bias"] = head["norm"].bias
        state["Qformer.cls.predictions.bias"] = state["Qformer.cls.predictions.decoder.bias"] = head.bias
        state["Qformer.cls.predictions.decoder.weight"] = words
        state["temp"] = torch.tensor(0.07)
        for name in ("vision_proj", "text_proj", "itm_head"):
            state[name + ".weight"], state[name + ".bias"] = head[name].weight, head[name].bias
    else:
        kind = "opt" if model.config.text_config.model_type == "opt" else "t5"
        state[kind + "_proj.weight"] = model.language_projection.weight
        state[kind + "_proj.bias"] = model.language_projection.bias
        if kind == "opt":
            state["opt_model.lm_head.weight"] = model.language_model.lm_head.weight
    return {key: value.detach() for key, value in state.items()}


def save(state, path):
    weight = torch.nn.Parameter(torch.ones(2))
    weight.grad = torch.ones(2)
    optimizer = torch.optim.AdamW([weight])
    optimizer.step()
    config = {"model": {"arch": "blip2", "num_query_token": QUERIES}, "run": {"init_lr": 1e-4, "amp": True}}
    beside = {"optimizer": optimizer.state_dict(), "config": config, "scaler": {"scale": 65536.0}, "epoch": 9}
    torch.save({"model": state, **beside}, path)


def own_captions(model, head, pixels, start, end):
    """Greedy captions of the Q-Former: queries see queries, words see queries and the words before them."""
    result = []
    for row in pixels:
        with torch.no_grad():
            embeds = model.vision_model(pixel_values=row[None].to(model.dtype), return_dict=True).last_hidden_state
            ids = [start]
            while len(ids) <= NEW and (len(ids) == 1 or ids[-1] != end):
                n = len(ids)
                words = head["words"](torch.tensor([ids])) + head["positions"](torch.arange(n))[None]
                mask = torch.ones(1, 1, QUERIES + n, QUERIES + n, dtype=torch.bool)
                mask[..., :QUERIES, QUERIES:] = False
                mask[..., QUERIES:, QUERIES:] = torch.ones(n, n, dtype=torch.bool).tril()
                hidden = model.qformer(
                    query_embeds=torch.cat([model.query_tokens, words], 1), query_length=QUERIES,
                    attention_mask=mask, encoder_hidden_states=embeds, return_dict=True,
                ).last_hidden_state[:, -1]
                hidden = head["norm"](torch.nn.functional.gelu(head["dense"](hidden)))
                ids.append(int((hidden @ head["words"].weight.T + head.bias).argmax()))
        result.append(ids[1:])
    return result


def ours(options, checkpoint, parts, images, beams, more=()):
    command = shlex.split(options.blip2) + ["caption", "--model", str(checkpoint), "--json", "--quiet", "--prompt", ""]
    command += ["--num-beams", str(beams), "--max-new-tokens", str(NEW), "--length-penalty", "1", *more]
    for name, path in parts.items():
        command += ["--" + name, str(path)]
    done = subprocess.run(command + [str(image) for image in images], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    return [json.loads(line)["ids"] for line in done.stdout.splitlines()]


def report(name, images, found, single, double):
    undecided = [i for i in range(len(images)) if single[i] != double[i]]
    wrong = [i for i in range(len(images)) if i not in undecided and found[i] != single[i]]
    good = len(images) - len(undecided)
    print(f"{name}: {good - len(wrong)} of {good} equal ({len({tuple(row) for row in single})} different texts)"
          + (f"; undecided {[images[i].name for i in undecided]}" if undecided else ""), flush=True)
    for i in wrong[:5]:
        print(f"  {images[i]}: {found[i]}, reference {single[i]}")
    return len(wrong)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=pathlib.Path, required=True)
    parser.add_argument("--photos", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--pictures", type=int, default=40)
    parser.add_argument("--blip2", default="tools/bin/blip2")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    images = sorted((options.run / "images").glob("*.png"))[: options.pictures]
    images += sorted(path for path in options.photos.iterdir() if path.suffix in (".png", ".jpg"))
    processor = BlipImageProcessorPil(size=dict(height=SIDE, width=SIDE), image_mean=[0.48145466, 0.4578275, 0.40821073],
                                      image_std=[0.26862954, 0.26130258, 0.27577711])
    pixels = torch.cat([processor(Image.open(image), return_tensors="pt")["pixel_values"] for image in images])
    tower = options.run / "towers" / "language"
    decoder_only = json.loads((tower / "config.json").read_text())["model_type"] == "opt"
    language = (AutoModelForCausalLM if decoder_only else AutoModelForSeq2SeqLM).from_pretrained(tower)
    bert = AutoTokenizer.from_pretrained(options.run / "stage1")
    unequal = 0
    for seed, kind in enumerate(SHAPES):
        torch.manual_seed(seed)
        model, head, clip = build(kind, language, len(bert))
        if decoder_only:
            model.config.text_config.eos_token_id = AutoTokenizer.from_pretrained(tower)("\n", add_special_tokens=False)[
                "input_ids"
            ][0]
            model.generation_config.eos_token_id = model.config.text_config.eos_token_id
        norm = model.vision_model.post_layernorm if clip is None else model.vision_model.norm
        work = options.work / f"{options.run.name}-{kind}"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        torch.save(eva_names(model) if clip is None else clip_names(clip), work / "tower.pth")
        save(trained(model, head, norm, 1), work / "stage1.pth")
        save(trained(model, head, norm, 2), work / "stage2.pth")
        start = bert.convert_tokens_to_ids("[DEC]")
        parts = {"vision": work / "tower.pth", "language": tower, "tokenizer": options.run / "stage1"}

        single = {beams: theirs(model, pixels, beams, NEW) for beams in (1, 5)}
        single_own = own_captions(model, head, pixels, start, bert.sep_token_id)
        model.double(), head.double()
        torch.set_default_dtype(torch.float64)
        double = {beams: theirs(model, pixels, beams, NEW) for beams in (1, 5)}
        double_own = own_captions(model, head, pixels, start, bert.sep_token_id)
        torch.set_default_dtype(torch.float32)
        for beams in (1, 5):
            found = ours(options, work / "stage2.pth", parts, images, beams)
            unequal += report(f"{kind}, stage 2, beams {beams}", images, found, single[beams], double[beams])
        stage1 = {name: parts[name] for name in ("vision", "tokenizer")}
        found = ours(options, work / "stage1.pth", stage1, images, 1, ["--min-new-tokens", "0"])
        unequal += report(f"{kind}, stage 1, its own head", images, found, single_own, double_own)
    print("all equal" if unequal == 0 else f"{unequal} UNEQUAL")
    sys.exit(unequal > 0)


if __name__ == "__main__":
    main()
