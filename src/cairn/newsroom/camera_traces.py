"""What a camera writes into a picture besides the picture: where it was taken, when, with whose device.

A photograph of a landing or a shelter would tell its place to everybody who downloads it. The picture itself is
not touched: its pieces are copied as they are, and those that tell are left out.
"""

import io
import struct
from collections.abc import Iterator

from PIL import Image

# JFIF, colour profile and Adobe's note on colours belong to the picture; all other notes are about its making.
JPEG_KEEPS = {0xE0: b"JFIF", 0xE2: b"ICC_PROFILE", 0xEE: b"Adobe"}
PNG_DROPS = {b"eXIf", b"iTXt", b"tEXt", b"tIME", b"zTXt"}
WEBP_DROPS = {b"EXIF", b"XMP "}
ORIENTATION = 0x0112


def without_traces(content: bytes) -> bytes:
    """The same picture without what its camera and programs noted; the same bytes if there is nothing."""
    if content.startswith(b"\xff\xd8"):
        return _jpeg(content)
    if content.startswith(b"\x89PNG"):
        return content[:8] + b"".join(part for name, part in _png_chunks(content) if name not in PNG_DROPS)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _webp(content)
    if content[4:8] == b"ftyp":
        return _drawn_anew(content)
    return content


def _jpeg(content: bytes) -> bytes:
    kept, place = [content[:2]], 2
    turned = _turned(content)
    while place + 4 <= len(content) and content[place] == 0xFF:
        kind, length = content[place + 1], struct.unpack(">H", content[place + 2 : place + 4])[0]
        if kind == 0xDA:  # From here on it is the picture.
            break
        part = content[place : place + 2 + length]
        is_note = 0xE0 <= kind <= 0xEF or kind == 0xFE
        if not is_note or (kind in JPEG_KEEPS and part[4:].startswith(JPEG_KEEPS[kind])):
            kept.append(part)
        place += 2 + length
    return b"".join([*kept[:1], turned, *kept[1:], content[place:]])


def _turned(content: bytes) -> bytes:
    """Which way is up, as the one note that the picture cannot do without."""
    with Image.open(io.BytesIO(content)) as picture:
        turn = picture.getexif().get(ORIENTATION, 1)
    if turn == 1:
        return b""
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    note = exif.tobytes()
    return b"\xff\xe1" + struct.pack(">H", len(note) + 2) + note


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 8
    while place + 8 <= len(content):
        length, name = struct.unpack(">I4s", content[place : place + 8])
        yield name, content[place : place + 12 + length]
        place += 12 + length


def _webp(content: bytes) -> bytes:
    parts, place = [], 12
    while place + 8 <= len(content):
        name, length = struct.unpack("<4sI", content[place : place + 8])
        part = content[place : place + 8 + length + length % 2]
        if name == b"VP8X":  # It says which notes are there: no longer EXIF (8), no longer XMP (4).
            part = part[:8] + bytes([part[8] & ~0x0C]) + part[9:]
        if name not in WEBP_DROPS:
            parts.append(part)
        place += 8 + length + length % 2
    kept = b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(kept) + 4) + b"WEBP" + kept


def _drawn_anew(content: bytes) -> bytes:
    """AVIF hides its notes in the same boxes as the picture, so one that has any is saved again without."""
    with Image.open(io.BytesIO(content)) as picture:
        if not (picture.info.get("exif") or picture.info.get("xmp")) or getattr(picture, "n_frames", 1) > 1:
            return content
        file = io.BytesIO()
        picture.save(
            file, "AVIF", quality=90, exif=b"", xmp=b"", icc_profile=picture.info.get("icc_profile") or b""
        )
        return file.getvalue()
