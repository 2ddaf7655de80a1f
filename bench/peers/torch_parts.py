"""Times the parts of BLIP-2 in PyTorch and transformers: the same sizes, parts and options as `blip2 bench`.

    python torch_parts.py --preset opt-1.3b --parts vision,decode --threads 2

Each row is a JSON object with the names that `blip2 bench --json` uses. Weights are noise, nothing is downloaded. The
encoder, the Q-Former and the language model are transformers' own classes. Stage 1 has no class there, so it is written
here as LAVIS computes it, with keys and values shared between the passes. Training steps start from encoded images,
dropout acts, AdamW is PyTorch's fused one.
"""

import argparse
import json
import statistics
import time

import torch
import torch.nn.functional as F
from torch import nn
from transformers import Blip2Config, Blip2ForConditionalGeneration

clock = time.perf_counter
OPT = dict(model_type="opt", vocab_size=50304)
PRESETS = {
    "opt-125m": dict(
        vision=dict(hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12, patch_size=16),
        qformer={},
        text=dict(OPT, hidden_size=768, ffn_dim=3072, num_hidden_layers=12, num_attention_heads=12),
    ),
    "opt-1.3b": dict(
        vision={},
        qformer={},
        text=dict(OPT, hidden_size=2048, ffn_dim=8192, num_hidden_layers=24, num_attention_heads=32),
    ),
    "opt-2.7b": dict(
        vision={},
        qformer={},
        text=dict(OPT, hidden_size=2560, ffn_dim=10240, num_hidden_layers=32, num_attention_heads=32),
    ),
    "flan-t5-xl": dict(
        vision={},
        qformer={},
        text=dict(
            model_type="t5", vocab_size=32128, d_model=2048, d_kv=64, d_ff=5120, num_layers=24, num_heads=32,
            feed_forward_proj="gated-gelu", tie_word_embeddings=False,
        ),
    ),
    "tiny": dict(
        vision=dict(hidden_size=192, intermediate_size=768, num_hidden_layers=6, num_attention_heads=3, image_size=64,
                    patch_size=8),
        qformer=dict(vocab_size=1024, hidden_size=192, intermediate_size=768, num_hidden_layers=4,
                     num_attention_heads=3),
        text=dict(OPT, vocab_size=1024, hidden_size=256, ffn_dim=1024, num_hidden_layers=4, num_attention_heads=4),
    ),
}


def make_config(preset):
    sizes = PRESETS[preset]
    text = dict(sizes["text"])
    if text["model_type"] == "opt":
        text["word_embed_proj_dim"] = text["hidden_size"]
    qformer = dict(sizes["qformer"], encoder_hidden_size=sizes["vision"].get("hidden_size", 1408))
    config = Blip2Config(vision_config=sizes["vision"], qformer_config=qformer, text_config=text, num_query_tokens=32)
    config.image_token_index = text["vocab_size"] - 1
    return config


def give_values(module, dtype):
    """Memory and noise for a module that was made on the meta device."""
    module = module.to(dtype).to_empty(device="cpu")
    strip = torch.empty(1 << 20).uniform_(-0.035, 0.035).to(dtype)
    with torch.no_grad():
        for name, tensor in list(module.named_parameters()) + list(module.named_buffers()):
            flat = tensor.data.view(-1)
            if not tensor.is_floating_point():
                flat.copy_(torch.arange(flat.numel()))
            elif tensor.dim() == 1:
                flat.fill_(1 if name.endswith("weight") else 0)
            else:
                for at in range(0, flat.numel(), strip.numel()):
                    piece = flat[at:at + strip.numel()]
                    piece.copy_(strip[:piece.numel()])
    return module


class Bench:
    def __init__(self, options):
        self.options = options
        self.config = make_config(options.preset)
        self.dtype = getattr(torch, options.dtype)
        self.whole = None

    def model(self):
        if self.whole is None:
            with torch.device("meta"):
                model = Blip2ForConditionalGeneration(self.config)
            self.whole = give_values(model, self.dtype).eval()
            if hasattr(self.whole, "tie_weights"):
                self.whole.tie_weights()
        return self.whole

    def noise(self, *shape):
        return torch.empty(shape).uniform_(-0.035, 0.035).to(self.dtype)

    def pixels(self):
        vision = self.config.vision_config
        return self.noise(self.options.batch, 3, vision.image_size, vision.image_size)

    def tokens(self):
        vision = self.config.vision_config
        return 1 + (vision.image_size // vision.patch_size) ** 2

    def image_embeds(self):
        return self.noise(self.options.batch, self.tokens(), self.config.vision_config.hidden_size)

    def text_embeds(self):
        return self.noise(self.options.batch, 32 + self.options.prompt, self.config.text_config.hidden_size)

    def ids(self, rows, length, vocab):
        return torch.randint(8, vocab - 8, (rows, length))

    def row(self, part, seconds, rate=None, units=1, **more):
        row = dict(peer="torch", part=part, preset=self.options.preset, weights=self.options.dtype,
                   threads=self.options.threads, batch=self.options.batch, seconds=seconds, **more)
        if rate:
            row[rate] = units / seconds
        print(json.dumps(row), flush=True)

    def median(self, run):
        """Seconds of `run`, or what it returns; warm for as long as ours."""
        began, rounds = clock(), 0
        while rounds < 2 or clock() - began < self.options.warm_up:
            last = self.timed(run)
            rounds += 1
        together = int(min(1000, max(1, 1e-2 / last)))
        return statistics.median(
            sum(self.timed(run) for _ in range(together)) / together for _ in range(self.options.reps))

    @staticmethod
    def timed(run):
        began = clock()
        own = run()
        return own if isinstance(own, float) else clock() - began

    # ------------------------------------------------------------ inference

    def vision(self):
        tower, pixels = self.model().vision_model, self.pixels()
        self.row("vision", self.median(lambda: tower(pixels)), "images_per_second", self.options.batch)

    def qformer(self):
        model, seen = self.model(), self.image_embeds()
        queries = model.query_tokens.expand(self.options.batch, -1, -1)
        seconds = self.median(lambda: model.qformer(query_embeds=queries, encoder_hidden_states=seen))
        self.row("qformer", seconds, "images_per_second", self.options.batch)

    def reading(self, embeds):
        """A prompt read: how to go on, and the logits of the last place alone, as `generate` does."""
        language = self.model().language_model
        if self.config.text_config.model_type == "opt":
            out = language(inputs_embeds=embeds, use_cache=True, logits_to_keep=1)
            return {}, out
        encoded = language.get_encoder()(inputs_embeds=embeds)
        start = torch.zeros(embeds.shape[0], 1, dtype=torch.long)
        out = language(encoder_outputs=encoded, decoder_input_ids=start, use_cache=True)
        return {"encoder_outputs": encoded}, out

    def prefill(self):
        embeds = self.text_embeds()
        seconds = self.median(lambda: self.reading(embeds))
        self.row("prefill", seconds, "tokens_per_second", embeds.shape[0] * embeds.shape[1])

    def decode(self):
        language = self.model().language_model
        rows, new = self.options.batch * self.options.num_beams, self.options.new
        embeds = self.text_embeds().repeat_interleave(self.options.num_beams, 0)
        name = "input_ids" if self.config.text_config.model_type == "opt" else "decoder_input_ids"
        ids = self.ids(rows, new, self.config.text_config.vocab_size)

        def run():
            more, out = self.reading(embeds)
            past = out.past_key_values
            began = clock()
            for step in range(new):
                out = language(**{name: ids[:, step:step + 1]}, past_key_values=past, use_cache=True, **more)
                past = out.past_key_values
            return (clock() - began) / new

        self.row("decode", self.median(run), "tokens_per_second", rows)

    def caption(self):
        model, batch, new = self.model(), self.options.batch, self.options.new
        image = torch.full((batch, 32), self.config.image_token_index)
        ids = torch.cat([image, self.ids(batch, self.options.prompt, self.config.text_config.vocab_size)], 1)
        pixels = self.pixels()
        seconds = self.median(lambda: model.generate(
            pixel_values=pixels, input_ids=ids, attention_mask=torch.ones_like(ids), do_sample=False,
            num_beams=self.options.num_beams, max_new_tokens=new, min_new_tokens=new, pad_token_id=1))
        self.row("caption", seconds / batch, "images_per_second")

    # ------------------------------------------------------------ single products

    def gemm(self):
        vision, qformer, text = self.config.vision_config, self.config.qformer_config, self.config.text_config
        tokens, hidden, wide, seq = self.tokens(), vision.hidden_size, text.hidden_size, 32 + self.options.prompt
        heads, dim = vision.num_attention_heads, hidden // vision.num_attention_heads
        for m, n, k in [(1024, 1024, 1024), (tokens, 3 * hidden, hidden), (tokens, hidden, hidden),
                        (tokens, vision.intermediate_size, hidden), (tokens, hidden, vision.intermediate_size)]:
            self.linear(m, n, k)
        for m, n, k in [(tokens, tokens, dim), (tokens, dim, tokens)]:
            a, b = self.noise(heads, m, k), self.noise(heads, k, n)
            self.row("gemm", self.median(lambda: torch.matmul(a, b)) / heads, shape=[m, n, k], path="default")
        for m, n, k in [(tokens, qformer.hidden_size, hidden),
                        (32, qformer.intermediate_size, qformer.hidden_size),
                        (seq, wide, wide), (seq, 4 * wide, wide), (seq, wide, 4 * wide), (1, 4 * wide, wide)]:
            self.linear(m, n, k)

    def linear(self, m, n, k):
        """The better of the default path and oneDNN's, with both operands in its layout beforehand."""
        x, w = self.noise(m, k), self.noise(n, k)
        paths = {"default": self.median(lambda: F.linear(x, w))}
        if self.dtype == torch.float32:
            mx, mw = x.to_mkldnn(), w.to_mkldnn()
            paths["to_mkldnn"] = self.median(lambda: F.linear(mx, mw))
        best = min(paths, key=paths.get)
        self.row("gemm", paths[best], shape=[m, n, k], path=best, paths=paths)

    # ------------------------------------------------------------ training

    def step(self, learning, loss):
        optimiser = torch.optim.AdamW(learning, lr=1e-4, betas=(0.9, 0.98), weight_decay=0.05, fused=True)

        def run():
            value = loss()
            value.backward()
            value.item()
            torch.nn.utils.clip_grad_norm_(learning, 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)

        return self.median(run)

    def stage1(self):
        batch, words = self.options.batch, self.options.prompt
        model = Stage1(self.config).train()
        tokens = self.image_embeds()
        ids = self.ids(batch, words, self.config.qformer_config.vocab_size)
        with torch.enable_grad():
            seconds = self.step(list(model.parameters()), lambda: model(tokens, ids))
        self.row("stage1", seconds, "images_per_second", batch)

    def stage2(self):
        model = self.model().train()
        model.requires_grad_(False)
        norm = nn.LayerNorm(self.config.vision_config.hidden_size, eps=1e-6)
        parts = [model.qformer, model.language_projection, norm]
        for part in parts:
            part.requires_grad_(True)
        model.query_tokens.requires_grad_(True)
        learning = [p for part in parts for p in part.parameters()] + [model.query_tokens]
        batch, words = self.options.batch, self.options.prompt
        tokens = self.image_embeds()
        ids = self.ids(batch, words, self.config.text_config.vocab_size)
        opt = self.config.text_config.model_type == "opt"

        def loss():
            queries = model.query_tokens.expand(batch, -1, -1)
            seen = model.qformer(query_embeds=queries, encoder_hidden_states=norm(tokens)).last_hidden_state
            embeds = torch.cat([model.language_projection(seen), model.get_input_embeddings()(ids)], 1)
            if opt:
                hidden = model.language_model.model(inputs_embeds=embeds).last_hidden_state
                logits = model.language_model.lm_head(hidden[:, 31:-1])  # only places that are to predict a word
                return F.cross_entropy(logits.flatten(0, 1), ids.flatten())
            return model.language_model(inputs_embeds=embeds, labels=ids).loss

        with torch.enable_grad():
            seconds = self.step(learning, loss)
        model.eval()
        self.row("stage2", seconds, "images_per_second", batch)


class Attention(nn.Module):
    """Multi-head attention with BERT's output: projection, dropout, residual, norm."""

    def __init__(self, config, context):
        super().__init__()
        hidden = config.hidden_size
        self.heads = config.num_attention_heads
        self.query = nn.Linear(hidden, hidden)
        self.keys = nn.Linear(context, hidden)
        self.values = nn.Linear(context, hidden)
        self.output = nn.Linear(hidden, hidden)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.drop = nn.Dropout(config.hidden_dropout_prob)
        self.attention_drop = config.attention_probs_dropout_prob

    def split(self, x):
        return x.unflatten(2, (self.heads, -1)).transpose(1, 2)

    def key_values(self, context):
        return self.split(self.keys(context)), self.split(self.values(context))

    def forward(self, x, key_values, mask=None):
        keys, values = key_values
        seen = F.scaled_dot_product_attention(self.split(self.query(x)), keys, values, mask, self.attention_drop)
        return self.norm(x + self.drop(self.output(seen.transpose(1, 2).flatten(2))))


class FeedForward(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.up = nn.Linear(config.hidden_size, config.intermediate_size)
        self.down = nn.Linear(config.intermediate_size, config.hidden_size)
        self.norm = nn.LayerNorm(config.hidden_size, eps=1e-12)
        self.drop = nn.Dropout(config.hidden_dropout_prob)

    def forward(self, x):
        return self.norm(x + self.drop(self.down(F.gelu(self.up(x)))))


class Layer(nn.Module):
    def __init__(self, config, looks):
        super().__init__()
        self.self_attention = Attention(config, config.hidden_size)
        self.cross_attention = Attention(config, config.encoder_hidden_size) if looks else None
        self.for_queries = FeedForward(config)
        self.for_words = FeedForward(config)

    def queries(self, x, own, image, mask=None):
        x = self.self_attention(x, own, mask)
        if self.cross_attention is not None:
            x = self.cross_attention(x, image)
        return self.for_queries(x)

    def words(self, x, own, mask=None):
        return self.for_words(self.self_attention(x, own, mask))


def both(a, b):
    return torch.cat([a[0], b[0]], 2), torch.cat([a[1], b[1]], 2)


class Stage1(nn.Module):
    """The three losses of stage 1. What cross-attention sees of an image is computed once."""

    def __init__(self, config):
        super().__init__()
        q, self.count = config.qformer_config, config.num_query_tokens
        hidden = q.hidden_size
        self.image_norm = nn.LayerNorm(config.vision_config.hidden_size, eps=1e-6)
        self.query_tokens = nn.Parameter(torch.randn(1, self.count, hidden) * 0.02)
        self.word_table = nn.Embedding(q.vocab_size, hidden)
        self.position_table = nn.Embedding(q.max_position_embeddings, hidden)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.drop = nn.Dropout(q.hidden_dropout_prob)
        self.layers = nn.ModuleList(
            Layer(q, i % q.cross_attention_frequency == 0) for i in range(q.num_hidden_layers))
        self.to_image = nn.Linear(hidden, config.image_text_hidden_size)
        self.to_text = nn.Linear(hidden, config.image_text_hidden_size)
        self.match = nn.Linear(hidden, 2)
        self.transform = nn.Linear(hidden, hidden)
        self.transform_norm = nn.LayerNorm(hidden, eps=1e-12)
        self.head_bias = nn.Parameter(torch.zeros(q.vocab_size))
        self.temperature = nn.Parameter(torch.tensor(0.07))

    def embed(self, ids):
        places = torch.arange(ids.shape[1])
        return self.drop(self.norm(self.word_table(ids) + self.position_table(places)))

    def start(self, batch):
        return self.drop(self.norm(self.query_tokens).expand(batch, -1, -1))

    def forward(self, tokens, ids):
        batch = ids.shape[0]
        seen = self.image_norm(tokens)
        images = [l.cross_attention.key_values(seen) if l.cross_attention is not None else None for l in self.layers]

        # image pass, whose keys and values serve captioning too
        x, kept = self.start(batch), []
        for layer, image in zip(self.layers, images):
            kept.append(layer.self_attention.key_values(x))
            x = layer.queries(x, kept[-1], image)
        image_features = F.normalize(self.to_image(x), dim=-1)

        # text pass
        w = self.embed(ids)
        for layer in self.layers:
            w = layer.words(w, layer.self_attention.key_values(w))
        text_features = F.normalize(self.to_text(w[:, 0]), dim=-1)

        # contrast
        to_text = torch.einsum("bqf,tf->btq", image_features, text_features.detach()).amax(2) / self.temperature
        to_image = torch.einsum("tf,bqf->tbq", text_features, image_features.detach()).amax(2) / self.temperature
        target = torch.arange(batch)
        contrast = (F.cross_entropy(to_text, target, label_smoothing=0.1)
                    + F.cross_entropy(to_image, target, label_smoothing=0.1)) / 2

        # matching: own pairs, wrong images, wrong texts
        with torch.no_grad():
            own = torch.eye(batch, dtype=torch.bool)
            wrong_text = torch.multinomial(to_text.masked_fill(own, -10000).softmax(1), 1)[:, 0]
            wrong_image = torch.multinomial(to_image.masked_fill(own, -10000).softmax(1), 1)[:, 0]
        rows = torch.cat([target, wrong_image, target])
        x, w = self.start(3 * batch), self.embed(torch.cat([ids, ids, ids[wrong_text]]))
        for number, (layer, image) in enumerate(zip(self.layers, images)):
            keys = both(layer.self_attention.key_values(x), layer.self_attention.key_values(w))
            image = None if image is None else (image[0][rows], image[1][rows])
            w = layer.words(w, keys) if number + 1 < len(self.layers) else None
            x = layer.queries(x, keys, image)
        labels = torch.cat([torch.ones(batch, dtype=torch.long), torch.zeros(2 * batch, dtype=torch.long)])
        matching = F.cross_entropy(self.match(x).mean(1), labels)

        # captioning: words see the kept queries and the words so far
        length = ids.shape[1]
        mask = torch.cat([torch.ones(length, self.count, dtype=torch.bool),
                          torch.ones(length, length, dtype=torch.bool).tril()], 1)
        w = self.embed(ids)
        for layer, queries in zip(self.layers, kept):
            w = layer.words(w, both(queries, layer.self_attention.key_values(w)), mask)
        hidden = self.transform_norm(F.gelu(self.transform(w[:, :-1])))
        logits = F.linear(hidden, self.word_table.weight, self.head_bias)
        captioning = F.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten(), label_smoothing=0.1)
        return contrast + matching + captioning


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--preset", default="opt-125m", choices=PRESETS)
    parser.add_argument("--parts", default="vision,qformer,prefill,decode")
    parser.add_argument("--dtype", default="float32")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--prompt", type=int, default=8)
    parser.add_argument("--new", type=int, default=20)
    parser.add_argument("--num-beams", type=int, default=1)
    parser.add_argument("--reps", type=int, default=3)
    parser.add_argument("--warm-up", type=float, default=1)
    parser.add_argument("--cpu-time", action="store_true", help="processor time of the one thread")
    options = parser.parse_args()
    if options.cpu_time:
        global clock
        clock = time.thread_time
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    bench = Bench(options)
    with torch.no_grad():
        for part in options.parts.split(","):
            getattr(bench, part)()


if __name__ == "__main__":
    main()
