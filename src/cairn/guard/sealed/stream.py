"""Files sealed in pieces, so that neither sealing nor reading ever holds a whole one, in memory or on the disk.

The STREAM construction: pieces of 64 KiB, each sealed with AES-256-GCM under a key of this file's own; the nonce
counts the pieces and marks the last. A piece that is changed, moved, missing or added does not open, and a file
that was cut has no last piece, which is looked for before the first byte is given out.
"""

import io
import os
from collections.abc import Iterable
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cairn.guard.keys.derive import derive
from cairn.guard.keys.errors import CannotOpen

MAGIC = b"CAIRN\x00\x01\n"
SALT = 32
HEADER = len(MAGIC) + SALT
PIECE = 64 * 1024
TAG = 16
SEALED_PIECE = PIECE + TAG
COUNTER = 11


class SealingWriter:
    """Takes plain bytes, writes sealed pieces; only `finish()` makes the file one that opens."""

    def __init__(self, out: BinaryIO, key: bytes, place: str) -> None:
        salt = os.urandom(SALT)
        self._out, self._cipher = out, _cipher(key, place, salt)
        self._waiting, self._number = bytearray(), 0
        self.size = 0
        out.write(MAGIC + salt)

    def write(self, plain: bytes) -> None:
        self.size += len(plain)
        self._waiting += plain
        # The last piece is marked as such, so a full one waits until something follows it.
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]

    def finish(self) -> None:
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _seal(self, plain: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, last), plain, MAGIC))
        self._number += 1


class SealedReader(io.RawIOBase):
    """A sealed file as an ordinary one to read: forwards, backwards, a piece at a time."""

    def __init__(self, file: BinaryIO, key: bytes, place: str) -> None:
        super().__init__()
        self._file = file
        sealed = file.seek(0, os.SEEK_END) - HEADER
        file.seek(0)
        header = file.read(HEADER)
        self._pieces, rest = divmod(sealed, SEALED_PIECE)
        self._pieces += rest > 0
        if sealed < TAG or 0 < rest < TAG or header[: len(MAGIC)] != MAGIC:
            raise damaged()
        self._cipher = _cipher(key, place, header[len(MAGIC) :])
        self.size = sealed - TAG * self._pieces
        self._at, self._open_number, self._open = 0, -1, b""
        self._piece(self._pieces - 1)  # A cut file is refused before it begins.

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError("A file has nothing before its start.")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self.size or not len(buffer):
            return 0
        number, within = divmod(self._at, PIECE)
        part = self._piece(number)[within : within + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
            self._open = b""
        super().close()

    def _piece(self, number: int) -> bytes:
        if number != self._open_number:
            self._file.seek(HEADER + number * SEALED_PIECE)
            sealed = self._file.read(SEALED_PIECE)
            try:
                opened = self._cipher.decrypt(_nonce(number, number == self._pieces - 1), sealed, MAGIC)
            except InvalidTag:
                raise damaged() from None
            self._open_number, self._open = number, opened
        return self._open


def seal_stream(chunks: Iterable[bytes], out: BinaryIO, key: bytes, place: str) -> int:
    """Seal what comes in chunks of any length; answer how many plain bytes there were."""
    writer = SealingWriter(out, key, place)
    for chunk in chunks:
        writer.write(chunk)
    writer.finish()
    return writer.size


def open_stream(file: BinaryIO, key: bytes, place: str) -> io.BufferedReader:
    return io.BufferedReader(SealedReader(file, key, place), PIECE)


def damaged() -> CannotOpen:
    return CannotOpen(
        "A sealed file cannot be opened: it was changed or cut, or it is another row's.",
        "Restore it from a backup, and ask who can write to the storage folder.",
    )


def _cipher(key: bytes, place: str, salt: bytes) -> AESGCM:
    return AESGCM(derive(key, "file", place, salt=salt))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(COUNTER, "big") + (b"\x01" if last else b"\x00")
