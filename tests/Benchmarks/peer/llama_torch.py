"""The peer: a plain PyTorch decoder of the Llama family, timed at the same work as ours.

Usage: llama_torch.py train|decode SECONDS
Prints one JSON line: {"tokens_per_second": …, "torch": …}
"""
import json
import math
import os
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import torch
import torch.nn as nn
import torch.nn.functional as F

HIDDEN, LAYERS, HEADS, KV_HEADS, INTERMEDIATE, VOCABULARY = 512, 8, 8, 4, 1408, 8192
HEAD = HIDDEN // HEADS


class Norm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(HIDDEN))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * self.weight


def rotate(x, cos, sin):
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat((-b, a), -1) * sin


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.before, self.after = Norm(), Norm()
        self.q = nn.Linear(HIDDEN, HEADS * HEAD, bias=False)
        self.k = nn.Linear(HIDDEN, KV_HEADS * HEAD, bias=False)
        self.v = nn.Linear(HIDDEN, KV_HEADS * HEAD, bias=False)
        self.o = nn.Linear(HIDDEN, HIDDEN, bias=False)
        self.gate = nn.Linear(HIDDEN, INTERMEDIATE, bias=False)
        self.up = nn.Linear(HIDDEN, INTERMEDIATE, bias=False)
        self.down = nn.Linear(INTERMEDIATE, HIDDEN, bias=False)

    def forward(self, x, cos, sin, mask, cache):
        batch, length, _ = x.shape
        h = self.before(x)
        q = rotate(self.q(h).view(batch, length, HEADS, HEAD).transpose(1, 2), cos, sin)
        k = rotate(self.k(h).view(batch, length, KV_HEADS, HEAD).transpose(1, 2), cos, sin)
        v = self.v(h).view(batch, length, KV_HEADS, HEAD).transpose(1, 2)
        if cache is not None:
            keys, values, used = cache
            keys[:, :, used:used + length] = k
            values[:, :, used:used + length] = v
            k, v = keys[:, :, :used + length], values[:, :, :used + length]
        k = k.repeat_interleave(HEADS // KV_HEADS, 1)
        v = v.repeat_interleave(HEADS // KV_HEADS, 1)
        scores = q @ k.transpose(-1, -2) / math.sqrt(HEAD)
        if mask is not None:
            scores = scores + mask
        x = x + self.o((scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, HIDDEN))
        h = self.after(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(VOCABULARY, HIDDEN)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.norm = Norm()
        self.head = nn.Linear(HIDDEN, VOCABULARY, bias=False)
        positions = torch.arange(2048).float()[:, None] * 10000 ** (-torch.arange(0, HEAD, 2).float() / HEAD)[None]
        self.cos = torch.cat((positions.cos(),) * 2, -1)
        self.sin = torch.cat((positions.sin(),) * 2, -1)

    def forward(self, ids, start=0, mask=None, caches=None):
        length = ids.shape[1]
        cos, sin = self.cos[start:start + length], self.sin[start:start + length]
        x = self.embed(ids)
        for i, layer in enumerate(self.layers):
            x = layer(x, cos, sin, mask, None if caches is None else (*caches[i], start))
        return self.head(self.norm(x))


def train(model, seconds):
    batch, length = 8, 256
    mask = torch.full((length, length), float("-inf")).triu(1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, betas=(0.9, 0.95), weight_decay=0.1)
    ids = torch.randint(VOCABULARY, (batch, length + 1))

    def step():
        optimizer.zero_grad(set_to_none=True)
        logits = model(ids[:, :-1], mask=mask)
        F.cross_entropy(logits.reshape(-1, VOCABULARY), ids[:, 1:].reshape(-1)).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    step()
    began, steps = time.perf_counter(), 0
    while steps == 0 or time.perf_counter() - began < seconds:
        step()
        steps += 1
    return steps * batch * length / (time.perf_counter() - began)


@torch.inference_mode()
def decode(model, seconds):
    prompt, tokens = 32, 128
    began, done = time.perf_counter(), 0
    model.eval()
    elapsed = 0.0
    while done == 0 or elapsed < seconds:
        caches = [(torch.zeros(1, KV_HEADS, 512, HEAD), torch.zeros(1, KV_HEADS, 512, HEAD)) for _ in range(LAYERS)]
        ids = torch.randint(VOCABULARY, (1, prompt))
        mask = torch.full((prompt, prompt), float("-inf")).triu(1)
        token = model(ids, 0, mask, caches)[:, -1:].argmax(-1)
        began = time.perf_counter()
        for i in range(tokens):
            token = model(token, prompt + i, None, caches)[:, -1:].argmax(-1)
        elapsed += time.perf_counter() - began
        done += tokens
    return done / elapsed


torch.set_num_threads(1)
torch.manual_seed(0)
work, budget = sys.argv[1], float(sys.argv[2])
speed = {"train": train, "decode": decode}[work](Decoder(), budget)
print(json.dumps({"tokens_per_second": speed, "torch": torch.__version__}))
