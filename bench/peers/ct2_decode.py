"""Times one decoding step of OPT in CTranslate2, the fastest peer on a CPU, at a preset's size with random weights.

    python ct2_decode.py --preset opt-1.3b --model FOLDER --weights int8 --threads 2

CTranslate2 reads ids only, so the 32 queries are 32 ids more in the prompt. FOLDER is made on the first call: a model of
noise, converted (it needs room for the weights in float16 twice). A step is the difference of a long and a short answer.
"""

import argparse
import json
import os
import statistics
import time

SIZES = {"opt-125m": (768, 12, 12, 3072), "opt-1.3b": (2048, 24, 32, 8192), "opt-2.7b": (2560, 32, 32, 10240)}
VOCAB = 50304


def make(folder, preset):
    import ctranslate2
    import torch
    from tokenizers import Tokenizer, models
    from transformers import OPTConfig, OPTForCausalLM, PreTrainedTokenizerFast

    hidden, layers, heads, ffn = SIZES[preset]
    config = OPTConfig(vocab_size=VOCAB, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads,
                       ffn_dim=ffn, word_embed_proj_dim=hidden)
    with torch.device("meta"):
        model = OPTForCausalLM(config).half()
    model = model.to_empty(device="cpu")
    model.tie_weights()
    with torch.no_grad():
        for parameter in model.parameters():  # no two alike, else the converter stores them once
            parameter.uniform_(-0.035, 0.035)
    source = os.path.join(folder, "source")
    model.save_pretrained(source)
    words = {word: i for i, word in enumerate(["<s>", "<pad>", "</s>", "<unk>"])}
    words.update({f"w{i}": i for i in range(4, VOCAB)})
    PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer(models.WordLevel(words, unk_token="<unk>")), bos_token="</s>", eos_token="</s>",
        pad_token="<pad>", unk_token="<unk>").save_pretrained(source)
    ctranslate2.converters.TransformersConverter(source, load_as_float16=True, low_cpu_mem_usage=True).convert(
        os.path.join(folder, "converted"), quantization="float16", force=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--preset", default="opt-1.3b", choices=SIZES)
    parser.add_argument("--model", required=True, metavar="FOLDER")
    parser.add_argument("--weights", default="int8", help="CTranslate2's compute type")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--prompt", type=int, default=8)
    parser.add_argument("--new", type=int, default=20)
    parser.add_argument("--num-beams", type=int, default=1)
    parser.add_argument("--reps", type=int, default=3)
    options = parser.parse_args()
    if not os.path.isdir(os.path.join(options.model, "converted")):
        make(options.model, options.preset)

    import ctranslate2
    generator = ctranslate2.Generator(os.path.join(options.model, "converted"), device="cpu",
                                      compute_type=options.weights, intra_threads=options.threads, inter_threads=1)
    prompt = [[f"w{10 + i}" for i in range(32 + options.prompt)]]

    def seconds(length):
        began = time.perf_counter()
        generator.generate_batch(prompt, min_length=length, max_length=length, beam_size=options.num_beams,
                                 include_prompt_in_result=False)
        return time.perf_counter() - began

    seconds(options.new)
    step = statistics.median((seconds(options.new + 1) - seconds(1)) / options.new for _ in range(options.reps))
    print(json.dumps(dict(peer="ctranslate2", part="decode", preset=options.preset, weights=options.weights,
                          threads=options.threads, batch=1, seconds=step,
                          tokens_per_second=options.num_beams / step)))


if __name__ == "__main__":
    main()
