#!/usr/bin/env python3
"""Compares the file of `blip2 features` with features computed by transformers, as LAVIS's extract_features defines them.

    blip2 features --model FOLDER --text TEXT --out FILE IMAGE...
    features.py FOLDER TEXT FILE IMAGE...

FOLDER is a Blip2ForImageTextRetrieval of Hugging Face (the stage1 of a run is one). Needs torch, transformers, pillow,
safetensors. Ends with 1 if any tensor is farther away than 1e-4 of its largest number.
"""
import sys

import torch
from PIL import Image
from safetensors.torch import load_file
from transformers import AutoTokenizer, Blip2ForImageTextRetrieval, BlipImageProcessorPil

folder, text, file, images = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
model = Blip2ForImageTextRetrieval.from_pretrained(folder).eval().float()
tokenizer = AutoTokenizer.from_pretrained(folder)
processor = BlipImageProcessorPil.from_pretrained(folder)
pixels = processor([Image.open(i).convert("RGB") for i in images], return_tensors="pt").pixel_values
# The ids alone: a processor would put places for the queries in front.
ids = torch.tensor([tokenizer(text).input_ids])


def normalised(x):
    return torch.nn.functional.normalize(x, dim=-1)


with torch.no_grad():
    seen = model.vision_model(pixels).last_hidden_state
    everywhere = torch.ones(seen.shape[:-1], dtype=torch.long)
    queries = model.query_tokens.expand(len(images), -1, -1)
    image = model.qformer(query_embeds=queries, encoder_hidden_states=seen, encoder_attention_mask=everywhere)[0]
    words = model.embeddings(input_ids=ids)
    mask = torch.ones_like(ids)
    alone = model.qformer(query_embeds=words, query_length=0, attention_mask=mask)[0]
    both = model.embeddings(input_ids=ids.expand(len(images), -1), query_embeds=queries)
    together = torch.ones(both.shape[:2], dtype=torch.long)
    joint = model.qformer(
        query_embeds=both,
        query_length=queries.shape[1],
        attention_mask=together,
        encoder_hidden_states=seen,
        encoder_attention_mask=everywhere,
    )[0]
    expected = {
        "image_embeds": image,
        "image_embeds_proj": normalised(model.vision_projection(image)),
        "multimodal_embeds": joint[:, : queries.shape[1]],
        "text_embeds": alone,
        "text_embeds_proj": normalised(model.text_projection(alone)),
    }

found = load_file(file)
bad = set(found) ^ set(expected)
for name in sorted(set(found) & set(expected)):
    a, b = expected[name], found[name]
    same = a.shape == b.shape
    error = ((a - b).abs().max() / a.abs().max()).item() if same else float("inf")
    print(f"{name:20s} {list(b.shape)}  largest difference / largest number: {error:.1e}")
    if not error <= 1e-4:
        bad.add(name)
print("differ: " + ", ".join(sorted(bad)) if bad else "all equal within 1e-4")
sys.exit(1 if bad else 0)
