"""Runs `blip2 bench` and a peer in turn, A B A B, and prints the ratio of their times for each part.

    python compare.py --preset opt-1.3b --parts vision,qformer,prefill,decode
    python compare.py --preset opt-1.3b --parts decode --weights int8 --peer ct2 --model FOLDER
    python compare.py --preset opt-125m --parts gemm --isa avx2

Above 1 we are faster. A ratio is taken within each alternation, where both saw the same neighbours on the machine, and
the median counts; the smallest and the largest are printed too. `--isa avx2` caps both sides: -XX:UseAVX=2 for the JVM,
ATEN_CPU_CAPABILITY, ONEDNN_MAX_CPU_ISA and MKL_ENABLE_INSTRUCTIONS for the peer.

A turn in which other processes took more than --busy-limit percent of the machine counts for nothing and is taken again,
after a wait for quiet (Linux only; --patience says for how many minutes in all).
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
AVX2 = {"ATEN_CPU_CAPABILITY": "avx2", "ONEDNN_MAX_CPU_ISA": "AVX2", "MKL_ENABLE_INSTRUCTIONS": "AVX2",
        "CT2_FORCE_CPU_ISA": "AVX2"}


class Machine:
    """How busy others keep the processors."""

    def __init__(self, limit, patience):
        self.limit, self.until = limit / 100, time.monotonic() + 60 * patience

    @staticmethod
    def clocks():
        try:
            with open("/proc/stat") as stat:
                ticks = list(map(int, stat.readline().split()[1:9]))
        except OSError:
            return 0, 1e-9, 0
        own = resource.getrusage(resource.RUSAGE_CHILDREN)
        return sum(ticks) - ticks[3] - ticks[4], sum(ticks), (own.ru_utime + own.ru_stime) * os.sysconf("SC_CLK_TCK")

    @staticmethod
    def others(before, after):
        """Share of the processors' time that was neither idle nor ours."""
        busy, whole, own = (b - a for a, b in zip(before, after))
        return max(0, busy - own) / max(whole, 1)

    def wait(self):
        while True:
            before = self.clocks()
            time.sleep(3)
            if self.others(before, self.clocks()) <= self.limit:
                return
            if time.monotonic() > self.until:
                sys.exit("compare: the machine did not become quiet")

    def turn(self, command, environment):
        """Rows of a turn that nobody disturbed."""
        while True:
            self.wait()
            before = self.clocks()
            found = rows(command, environment)
            share = self.others(before, self.clocks())
            if share <= self.limit:
                return found
            print(f"others took {100 * share:.0f} % of the machine: again", file=sys.stderr, flush=True)


def rows(command, environment):
    """The JSON lines that a command prints, by part and shape."""
    done = subprocess.run(command, env=dict(os.environ, **environment), stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"compare: exit code {done.returncode} of {' '.join(command)}")
    found = {}
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            row = json.loads(line)
            found[row["part"], tuple(row.get("shape", []))] = row
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0],
                                     formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--preset", default="opt-125m")
    parser.add_argument("--parts", default="vision,qformer,prefill,decode")
    parser.add_argument("--weights", default="f32", help="of ours")
    parser.add_argument("--dtype", default="float32", help="of PyTorch")
    parser.add_argument("--peer", default="torch", choices=["torch", "ct2"])
    parser.add_argument("--peer-weights", default="int8", help="of CTranslate2")
    parser.add_argument("--model", help="folder for CTranslate2's model")
    parser.add_argument("--isa", default="native", choices=["native", "avx2"])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--prompt", type=int, default=8)
    parser.add_argument("--new", type=int, default=20)
    parser.add_argument("--num-beams", type=int, default=1)
    parser.add_argument("--reps", type=int, default=3, help="repetitions inside a turn")
    parser.add_argument("--warm-up", type=float, default=3, help="seconds of repetitions that do not count")
    parser.add_argument("--alternations", type=int, default=5)
    parser.add_argument("--cpu-time", action="store_true", help="processor time; with --threads 1, if others are busy")
    parser.add_argument("--busy-limit", type=float, default=10, help="percent of the machine that others may take")
    parser.add_argument("--patience", type=float, default=60, help="minutes to wait for quiet")
    parser.add_argument("--blip2", default=os.path.join(HERE, "..", "..", "tools", "bin", "blip2"))
    parser.add_argument("--json", action="store_true", help="one object a part instead of a table")
    o = parser.parse_args()

    sizes = ["--preset", o.preset, "--threads", str(o.threads), "--prompt", str(o.prompt), "--new", str(o.new),
             "--num-beams", str(o.num_beams), "--reps", str(o.reps)]
    turn = ["--parts", o.parts, "--batch", str(o.batch), "--warm-up", str(o.warm_up)]
    if o.cpu_time:
        turn.append("--cpu-time")
    ours = [o.blip2, "bench", "--json", "--quiet", "--weights", o.weights] + sizes + turn
    if o.peer == "ct2":
        theirs = [sys.executable, os.path.join(HERE, "ct2_decode.py"), "--model", o.model or f"ct2-{o.preset}",
                  "--weights", o.peer_weights] + sizes
    else:
        theirs = [sys.executable, os.path.join(HERE, "torch_parts.py"), "--dtype", o.dtype] + sizes + turn
    capped = o.isa == "avx2"
    for_java = {}
    if capped:
        for_java["BLIP2_JAVA_OPTS"] = (os.environ.get("BLIP2_JAVA_OPTS", "") + " -XX:UseAVX=2").strip()

    machine = Machine(o.busy_limit, o.patience)
    pairs = {}
    for turn_number in range(o.alternations):
        print(f"alternation {turn_number + 1} of {o.alternations}", file=sys.stderr, flush=True)
        a = machine.turn(ours, for_java)
        b = machine.turn(theirs, AVX2 if capped else {})
        for key in a:
            if key in b:
                pairs.setdefault(key, []).append((a[key], b[key]))

    for (part, shape), both in pairs.items():
        ratios = sorted(b["seconds"] / a["seconds"] for a, b in both)
        mine = statistics.median(a["seconds"] for a, _ in both)
        peer = statistics.median(b["seconds"] for _, b in both)
        of_peak = statistics.median(a["flops"] / a["seconds"] / 1e9 / a["peak_gflops"] for a, _ in both)
        of_reading = statistics.median(a["bytes"] / a["seconds"] / 1e9 / a["peak_gbps"] for a, _ in both)
        row = dict(part=part, shape=list(shape), preset=o.preset, isa=o.isa, backend=both[0][0]["backend"],
                   threads=o.threads, clock="cpu" if o.cpu_time else "wall", batch=o.batch, ours=both[0][0]["weights"], peer=both[0][1]["peer"],
                   theirs=both[0][1]["weights"], path=both[0][1].get("path"), seconds=mine, peer_seconds=peer,
                   ratio=statistics.median(ratios), smallest=ratios[0], largest=ratios[-1],
                   share_of_peak=of_peak, share_of_reading=of_reading, alternations=len(both))
        if o.json:
            print(json.dumps(row), flush=True)
        else:
            what = part + (" " + "x".join(map(str, shape)) if shape else "")
            path = f" ({row['path']})" if row["path"] else ""
            print(f"{what:24} {row['backend']}: ours {row['ours']} {mine * 1e3:9.3f} ms, {100 * of_peak:3.0f} % of peak,"
                  f" {100 * of_reading:3.0f} % of reading; {row['peer']} {row['theirs']}{path} {peer * 1e3:9.3f} ms;"
                  f" ratio {row['ratio']:.2f} ({row['smallest']:.2f} to {row['largest']:.2f})", flush=True)
    products = [b["seconds"] / a["seconds"] for (part, _), both in pairs.items() if part == "gemm"
                for a, b in [sorted(both, key=lambda p: p[1]["seconds"] / p[0]["seconds"])[len(both) // 2]]]
    if products and not o.json:
        print(f"geometric mean over {len(products)} products: {statistics.geometric_mean(products):.2f}")


if __name__ == "__main__":
    main()
