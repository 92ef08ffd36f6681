"""The size of a picture is read without opening it, however small the file and however large its promise."""

import io
import struct
import zlib

import pytest
from PIL import Image

from cairn.newsroom.picture_headers import pixels_promised

ENOUGH = 50_000_000


def promised(content: bytes) -> int:
    return pixels_promised(io.BytesIO(content), enough=ENOUGH)


def drawn(kind: str, size=(320, 200), **options) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind, **options)
    return file.getvalue()


def film(kind: str, frames: int, size=(64, 48)) -> bytes:
    first, *rest = [Image.new("RGB", size, (number * 40 % 255, 0, 0)) for number in range(frames)]
    file = io.BytesIO()
    first.save(file, kind, save_all=True, append_images=rest)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "GIF", "JPEG", "WEBP", "AVIF"])
def test_a_still_picture_promises_what_it_is(kind):
    assert promised(drawn(kind)) == 320 * 200


def test_lossless_webp_and_progressive_photographs_are_read_as_well():
    assert promised(drawn("WEBP", lossless=True)) == 320 * 200
    assert promised(drawn("JPEG", progressive=True, exif=b"Exif\0\0" + b"\0" * 4000)) == 320 * 200


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP", "AVIF"])
def test_every_frame_of_a_film_counts(kind):
    assert promised(film(kind, 5)) == 5 * 64 * 48


@pytest.mark.parametrize(
    "content", [b"", b"GIF", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF1234WEBP", b"%PDF-1.7"]
)
def test_what_ends_early_or_is_no_picture_promises_nothing(content):
    assert promised(content) == 0


def test_a_png_of_a_hundred_megapixels_is_known_by_its_first_bytes():
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 10_000, 10_000, 8, 2, 0, 0, 0))
    assert promised(b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", b"")) == 100_000_000


def test_a_gif_whose_frame_is_larger_than_its_screen_is_judged_by_the_frame():
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 30_000, 30_000, 0) + b"\x02\x00"
    assert promised(b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0, 0, 0) + frame + b"\x3b") == 900_000_000


def test_counting_stops_when_there_are_too_many_frames():
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 8000, 8000, 0) + b"\x02\x00"
    assert promised(b"GIF89a" + struct.pack("<HHBBB", 8000, 8000, 0, 0, 0) + frame * 100_000) == 64_000_000
