"""How many pixels a picture promises, read from its headers: nothing is decoded, nothing is allocated."""

import struct
from collections.abc import Callable
from typing import BinaryIO

# AVIF keeps its sizes in boxes near the beginning.
FIRST_BYTES = 256 * 1024


def pixels_promised(file: BinaryIO, *, enough: int) -> int:
    """Pixels of all frames together; 0 for what is no picture we know, which others then refuse.

    Counting stops once there are more than `enough`, so that a film of a million empty frames costs no time.
    """
    start = file.read(12)
    file.seek(0)
    counts: list[tuple[bool, Callable[[BinaryIO, int], int]]] = [
        (start.startswith(b"\x89PNG\r\n\x1a\n"), _png),
        (start.startswith((b"GIF87a", b"GIF89a")), _gif),
        (start.startswith(b"\xff\xd8"), _jpeg),
        (start.startswith(b"RIFF") and start[8:12] == b"WEBP", _webp),
        (start[4:8] == b"ftyp", _avif),
    ]
    for matches, count in counts:
        if matches:
            try:
                return count(file, enough)
            except (struct.error, IndexError):
                return 0  # It ends in the middle of a header.
    return 0


def _png(file: BinaryIO, enough: int) -> int:
    file.seek(16)
    width, height = struct.unpack(">II", file.read(8))
    frames = 1
    file.seek(8)
    while header := file.read(8):
        length, name = struct.unpack(">I4s", header)
        if name == b"acTL":
            frames = max(1, struct.unpack(">I", file.read(4))[0])
            break
        if name == b"IDAT":
            break
        file.seek(length + 4, 1)
    return width * height * frames


def _gif(file: BinaryIO, enough: int) -> int:
    file.seek(6)
    width, height, flags = struct.unpack("<HHB", file.read(5))
    file.seek(13 + _colours(flags))
    pixels = 0
    while pixels <= enough and (mark := file.read(1)):
        if mark == b"\x21":  # An extension: delays, comments.
            file.seek(1, 1)
            _skip_blocks(file)
        elif mark == b"\x2c":  # A frame, which may be larger than the screen it claims to have.
            left, top, across, down, flags = struct.unpack("<HHHHB", file.read(9))
            file.seek(_colours(flags) + 1, 1)
            _skip_blocks(file)
            pixels += max(width, left + across) * max(height, top + down)
        else:
            break
    return max(pixels, width * height)


def _colours(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _skip_blocks(file: BinaryIO) -> None:
    while length := file.read(1)[0]:
        file.seek(length, 1)


def _jpeg(file: BinaryIO, enough: int) -> int:
    file.seek(2)
    while True:
        mark, kind = struct.unpack(">BB", file.read(2))
        while kind == 0xFF:
            kind = file.read(1)[0]
        if mark != 0xFF or kind in (0xD9, 0xDA):
            return 0
        if kind == 0x01 or 0xD0 <= kind <= 0xD7:
            continue
        (length,) = struct.unpack(">H", file.read(2))
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            _depth, height, width = struct.unpack(">BHH", file.read(5))
            return width * height
        file.seek(length - 2, 1)


def _webp(file: BinaryIO, enough: int) -> int:
    file.seek(12)
    canvas, frames = 0, 0
    while (header := file.read(8)) and (frames or 1) * canvas <= enough:
        name, length = struct.unpack("<4sI", header)
        body = file.read(min(length, 10))
        if name == b"VP8X":
            canvas = (1 + int.from_bytes(body[4:7], "little")) * (1 + int.from_bytes(body[7:10], "little"))
        elif name == b"VP8L":
            bits = int.from_bytes(body[1:5], "little")
            canvas = max(canvas, (1 + (bits & 0x3FFF)) * (1 + (bits >> 14 & 0x3FFF)))
        elif name == b"VP8 ":
            width, height = struct.unpack("<HH", body[6:10])
            canvas = max(canvas, (width & 0x3FFF) * (height & 0x3FFF))
        elif name == b"ANMF":
            frames += 1
        file.seek(length - len(body) + length % 2, 1)
    return canvas * max(frames, 1)


def _avif(file: BinaryIO, enough: int) -> int:
    """The largest size that any `ispe` box names; a sequence counts by the samples of its `stsz` box."""
    start = file.read(FIRST_BYTES)
    sizes, place = [0], start.find(b"ispe")
    while place != -1:
        width, height = struct.unpack(">II", start[place + 8 : place + 16])
        sizes.append(width * height)
        place = start.find(b"ispe", place + 4)
    samples, place = 1, start.find(b"stsz")
    if place != -1:
        samples = max(1, struct.unpack(">I", start[place + 12 : place + 16])[0])
    return max(sizes) * samples
