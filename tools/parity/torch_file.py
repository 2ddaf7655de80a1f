"""Writes the PyTorch file that the tests of our reader have as a resource.

    python tools/parity/torch_file.py blip2/src/test/resources/io/blip2j/blip2/checkpoint/torch/torch-saved.pth

Every tensor counts: element i of its row-major order is i (scalars: 7). It is laid out as LAVIS lays out a training
checkpoint, with things beside the weights that a reader has to pass over.
"""

import argparse
import collections
import sys

import torch


def counted(*shape, dtype=torch.float32):
    size = 1
    for n in shape:
        size *= n
    return torch.arange(size).reshape(shape).to(dtype)


def main(path):
    state = collections.OrderedDict()
    state["f32"] = counted(3, 4)
    state["f64"] = counted(2, 2, dtype=torch.float64)
    state["f16"] = counted(2, 3, dtype=torch.float16)
    state["bf16"] = counted(3, dtype=torch.bfloat16)
    state["i64"] = counted(5, dtype=torch.int64)
    state["i32"] = counted(5, dtype=torch.int32)
    state["u8"] = counted(4, dtype=torch.uint8)
    state["bool"] = torch.tensor([False, True])
    state["scalar"] = torch.tensor(7.0)
    state["empty"] = torch.empty(0, 3)
    state["transposed"] = counted(4, 3).t().contiguous().t()
    state["permuted"] = counted(2, 3, 4).permute(2, 0, 1).contiguous().permute(1, 2, 0)
    shared = torch.arange(-6.0, 20.0)
    state["half transposed"] = counted(4, 3, dtype=torch.float16).t().contiguous().t()
    state["part"] = shared[6:12].reshape(2, 3)
    state["sparse part"] = torch.arange(-2.0, 8.0).repeat_interleave(2)[4:14:2]
    state["same part"] = shared[6:18].reshape(3, 4)
    state["expanded"] = torch.tensor([0.0, 1.0]).expand(1, 2)
    state["tied"] = state["f32"]
    state["parameter"] = torch.nn.Parameter(counted(2))
    weight = torch.nn.Parameter(counted(2))
    weight.grad = torch.ones(2)
    optimizer = torch.optim.AdamW([weight])
    optimizer.step()
    torch.save(
        {
            "model": state,
            "optimizer": optimizer.state_dict(),
            "config": {"model": {"arch": "blip2_opt", "num_query_token": 32}, "run": {"init_lr": 1e-4, "amp": True}},
            "scaler": None,
            "epoch": 4,
            "args": argparse.Namespace(device=torch.device("cpu"), sizes={1, 2}, names=("a", None)),
        },
        path,
    )


if __name__ == "__main__":
    main(sys.argv[1])
