"""Small pictures of every variant that the readers know, each with the levels that Pillow makes of it.

Usage: python pictures.py OUT.txt.gz

A line is NAME FILE WIDTH HEIGHT LEVELS: the file and its levels `[height, width, 3]` in base64, after `exif_transpose`
and `convert("RGB")`. Files that Pillow refuses have `refused` and its words behind the file instead.
The JPEGs have few frequencies and little contrast, so that two right decoders differ by one level or two.
"""

import base64
import gzip
import io
import struct
import sys
import zlib

import numpy as np
from PIL import Image, ImageOps

RANDOM = np.random.default_rng(7)
FILES = {}


def chunk(name, data):
    body = name.encode() + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def packed(samples, depth):
    """Rows of samples, `[rows, samples in a row]`, as PNG stores them, each behind the filter type 0."""
    rows = []
    for row in samples:
        if depth == 16:
            raw = row.astype(">u2").tobytes()
        elif depth == 8:
            raw = row.astype(np.uint8).tobytes()
        else:
            bits = "".join(format(int(v), f"0{depth}b") for v in row)
            bits += "0" * (-len(bits) % 8)
            raw = bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))
        rows.append(b"\0" + raw)
    return b"".join(rows)


def png(width, height, colour, depth, interlaced, extra=b""):
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    levels = RANDOM.integers(0, 1 << depth, (height, width, channels))
    if interlaced:
        passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
        parts = [levels[y::dy, x::dx] for x, y, dx, dy in passes]
        data = b"".join(packed(p.reshape(p.shape[0], -1), depth) for p in parts if p.size)
    else:
        data = packed(levels.reshape(height, -1), depth)
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk("IHDR", head) + extra + chunk("IDAT", zlib.compress(data)) + chunk("IEND", b"")
    )


def pngs():
    for colour, depths in ((0, (1, 2, 4, 8, 16)), (2, (8, 16)), (3, (1, 2, 4, 8)), (4, (8, 16)), (6, (8, 16))):
        for depth in depths:
            palette = b""
            if colour == 3:
                palette = chunk("PLTE", RANDOM.integers(0, 256, 3 << depth).astype(np.uint8).tobytes())
            for interlaced in (False, True):
                for width, height in ((1, 1), (3, 5), (13, 9)):
                    name = f"png-colour{colour}-depth{depth}-{'interlaced-' if interlaced else ''}{width}x{height}.png"
                    FILES[name] = png(width, height, colour, depth, interlaced, palette)
            if colour in (0, 2):
                key = RANDOM.integers(0, 1 << depth, 1 if colour == 0 else 3).astype(">u2").tobytes()
                FILES[f"png-colour{colour}-depth{depth}-key.png"] = png(9, 7, colour, depth, False, chunk("tRNS", key))
            if colour == 3:
                alpha = RANDOM.integers(0, 256, 1 << depth - 1).astype(np.uint8).tobytes()
                FILES[f"png-palette-depth{depth}-alpha.png"] = png(
                    9, 7, 3, depth, False, palette + chunk("tRNS", alpha)
                )
    # fewer colours than indices: what lies beyond is black
    FILES["png-palette-short.png"] = png(9, 7, 3, 4, False, chunk("PLTE", bytes(range(30, 48))))


def smooth(width, height, channels):
    y, x = np.mgrid[0:height, 0:width]
    planes = [128 + 40 * np.sin((c + 1) * x / width + y / (c + 2)) for c in range(channels)]
    return np.stack(planes, -1).round().astype(np.uint8)


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpegs():
    for size in ((8, 8), (17, 11), (33, 20)):
        label = f"{size[0]}x{size[1]}"
        colour = Image.fromarray(smooth(*size, 3))
        cmyk = Image.fromarray(smooth(*size, 4), "CMYK")
        for progressive in (False, True):
            kind = "progressive-" if progressive else ""
            for sampling in (0, 1, 2):
                FILES[f"jpeg-{kind}sampling{sampling}-{label}.jpg"] = saved(
                    colour, "JPEG", quality=98, subsampling=sampling, progressive=progressive
                )
            FILES[f"jpeg-{kind}gray-{label}.jpg"] = saved(
                colour.convert("L"), "JPEG", quality=98, progressive=progressive
            )
            plain = saved(cmyk, "JPEG", quality=98, progressive=progressive)
            FILES[f"jpeg-{kind}cmyk-{label}.jpg"] = plain
            at = plain.index(b"Adobe") + 11
            FILES[f"jpeg-{kind}ycck-{label}.jpg"] = plain[:at] + b"\2" + plain[at + 1 :]
        FILES[f"jpeg-rgb-{label}.jpg"] = saved(colour, "JPEG", quality=98, keep_rgb=True)
        FILES[f"jpeg-restarts-{label}.jpg"] = saved(colour, "JPEG", quality=98, restart_marker_blocks=1)


def oriented():
    picture = Image.fromarray(RANDOM.integers(0, 256, (6, 9, 3)).astype(np.uint8))
    soft = Image.fromarray(smooth(24, 16, 3))
    for value in range(10):
        exif = Image.Exif()
        exif[0x112] = value
        FILES[f"exif-{value}.jpg"] = saved(soft, "JPEG", quality=98, subsampling=0, exif=exif)
        FILES[f"exif-{value}.png"] = saved(picture, "PNG", exif=exif)
        FILES[f"exif-{value}.webp"] = saved(picture, "WEBP", lossless=True, exif=exif)
        FILES[f"exif-{value}.tiff"] = saved(picture, "TIFF", exif=exif)


def others():
    colour = Image.fromarray(RANDOM.integers(0, 256, (7, 10, 3)).astype(np.uint8))
    clear = Image.fromarray(RANDOM.integers(0, 256, (7, 10, 4)).astype(np.uint8), "RGBA")
    pictures = {
        "1": colour.convert("1"),
        "L": colour.convert("L"),
        "P": colour.quantize(11),
        "RGB": colour,
        "RGBA": clear,
        "LA": clear.convert("LA"),
        "CMYK": colour.convert("CMYK"),
        "I16": Image.fromarray(RANDOM.integers(0, 65536, (7, 10)).astype(np.uint16)),
    }
    for mode, image in pictures.items():
        for kind, options in (
            ("BMP", [{}]),
            ("GIF", [{}, {"interlace": 0}]),
            ("TIFF", [{"compression": c} for c in (None, "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg")]),
            ("WEBP", [{"lossless": True}, {"quality": 70}]),
        ):
            for option in options:
                tag = "-".join(str(v) for v in option.values() if v is not None)
                try:
                    FILES[f"{kind.lower()}-{mode}{'-' + tag if tag else ''}.{kind.lower()}"] = saved(
                        image, kind, **option
                    )
                except (OSError, ValueError, RuntimeError):
                    pass  # Pillow does not write that combination


def levels(data):
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    return image.size, image.convert("RGB").tobytes()


def main():
    pngs()
    jpegs()
    oriented()
    others()
    lines = []
    for name in sorted(FILES):
        try:
            size, rgb = levels(FILES[name])
            said = "%d %d " % size + base64.b64encode(rgb).decode()
        except (OSError, ValueError, SyntaxError) as problem:
            said = "refused " + str(problem).replace("\n", " ")
        lines.append(f"{name} {base64.b64encode(FILES[name]).decode()} {said}\n")
    with gzip.GzipFile(sys.argv[1], "wb", 9, mtime=0) as out:
        out.write("".join(lines).encode())


main()
