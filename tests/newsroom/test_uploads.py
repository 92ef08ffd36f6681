"""What may not enter the library is refused with a sentence, and leaves nothing behind."""

import io
import json
import struct
import zipfile
import zlib
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import UploadedFile

from cairn.newsroom.models import MissionDocument, MissionImage

from .conftest import png

WORDS = {"alt_en": "A wide river.", "credit": "Drawn by the mission"}


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


def add_picture(colleague, file, **fields) -> str:
    data = {"title": "The river", "file": file, "collection": 1, "tags": "", **WORDS, **fields}
    return unescape(colleague.client.post(reverse("wagtailimages:add"), data, follow=True).content.decode())


def add_document(colleague, file) -> str:
    data = {"title": "The report", "file": file, "collection": 1, "tags": ""}
    return unescape(colleague.client.post(reverse("wagtaildocs:add"), data, follow=True).content.decode())


def kept(media) -> list[str]:
    return [path.name for path in media.rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def _small_limit_of_memory(settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024


# Pictures ---------------------------------------------------------------------------------------------


def drawn(kind: str, size=(60, 40)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind)
    return file.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A few bytes that promise any number of pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def webp_of(width: int, height: int) -> bytes:
    canvas = b"\0\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunks = b"VP8X" + struct.pack("<I", 10) + canvas + drawn("WEBP")[12:]
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks


def avif_of(width: int, height: int) -> bytes:
    true = drawn("AVIF", (64, 48))
    return true.replace(struct.pack(">II", 64, 48), struct.pack(">II", width, height))


def gif_of(width: int, height: int, frames: int) -> bytes:
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x4c\x01\x00"
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0, 0, 0) + frame * frames + b"\x3b"


def test_a_picture_with_words_and_credit_is_kept(nadia, media):
    add_picture(nadia, png())
    picture = MissionImage.objects.get()
    assert (picture.alt_in("en"), picture.credit) == ("A wide river.", "Drawn by the mission")
    assert len(kept(media)) >= 1


@pytest.mark.parametrize("missing", ["alt_en", "credit"])
def test_a_picture_without_words_or_credit_is_not(nadia, media, missing):
    add_picture(nadia, png(), **{missing: ""})
    assert not MissionImage.objects.exists()
    assert kept(media) == []


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
TOO_MANY, BROKEN = "more than 50 million pixels", "is broken and cannot be opened"
HARMFUL_PICTURES = {
    "svg": ("a.svg", SVG, "Not a supported image format"),
    "svg-as-png": ("a.png", SVG, "Not a valid .png image"),
    "png-of-100-megapixels": ("a.png", png_of(10_000, 10_000), TOO_MANY),
    "webp-bomb": ("a.webp", webp_of(16_000, 16_000), TOO_MANY),
    "avif-bomb": ("a.avif", avif_of(30_000, 30_000), TOO_MANY),
    "gif-bomb": ("a.gif", gif_of(30_000, 30_000, 1), TOO_MANY),
    "gif-film": ("a.gif", gif_of(1000, 1000, 60), TOO_MANY),
    "half-jpeg": ("a.jpg", drawn("JPEG", (900, 900))[:3000], BROKEN),
    "half-png": ("a.png", drawn("PNG", (900, 900))[:900], BROKEN),
    "text": ("a.png", b"nothing of a picture", "valid image"),
    "another-format": ("a.jpg", drawn("PNG"), "does not match the file format"),
    "empty": ("a.png", b"", "empty"),
    "heavy": ("a.png", drawn("PNG") + b"\0" * (20 * 1024 * 1024), "larger than 20"),
}


@pytest.mark.parametrize(("name", "content", "sentence"), HARMFUL_PICTURES.values(), ids=HARMFUL_PICTURES)
def test_a_picture_that_could_harm_is_refused_and_nothing_stays(nadia, media, name, content, sentence):
    for post in (add_picture, add_picture_with_others, add_picture_from_a_page):
        assert sentence.lower() in post(nadia, upload(name, content)).replace("\u00a0", " ").lower(), (
            post.__name__
        )
    assert not MissionImage.objects.exists()
    assert not UploadedFile.objects.exists()
    assert kept(media) == []


def add_picture_with_others(colleague, file) -> str:
    address = reverse("wagtailimages:add_multiple")
    file.seek(0)
    response = colleague.client.post(
        address, {"title": "The river", "files[]": file}, headers={"x-requested-with": "XMLHttpRequest"}
    )
    return response.json()["error_message"]


def add_picture_from_a_page(colleague, file) -> str:
    file.seek(0)
    data = {
        "image-chooser-upload-title": "The river",
        "image-chooser-upload-file": file,
        "image-chooser-upload-collection": 1,
        "image-chooser-upload-tags": "",
        "image-chooser-upload-credit": "Drawn",
        "image-chooser-upload-alt_en": "A river",
    }
    response = colleague.client.post(reverse("wagtailimages_chooser:create"), data)
    return unescape(json.loads(response.content)["htmlFragment"])


def test_a_picture_among_others_waits_for_its_words(nadia, media):
    add_picture_in_two_steps(nadia, png())
    assert MissionImage.objects.get().credit == "Drawn by the mission"


def add_picture_in_two_steps(nadia, file) -> None:
    """The first step keeps the file aside; it enters the library when credit and words are there."""
    address = reverse("wagtailimages:add_multiple")
    headers = {"x-requested-with": "XMLHttpRequest"}
    answer = nadia.client.post(address, {"title": "The river", "files[]": file}, headers=headers).json()
    waiting = answer["uploaded_file_id"]
    assert not MissionImage.objects.exists()

    prefix = f"uploaded-image-{waiting}"
    fields = {"title": "The river", "collection": 1, "tags": "", **WORDS}
    data = {f"{prefix}-{name}": value for name, value in fields.items()}
    address = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting])
    assert nadia.client.post(address, data, headers=headers).json()["success"]


def test_words_that_readers_of_a_page_rely_on_are_not_taken_away(omar, media, picture, write):
    write("A bridge opens", body=[("picture", {"image": picture, "caption": ""})])
    address = reverse("wagtailimages:edit", args=[picture.pk])
    data = {
        "title": "The river",
        "collection": 1,
        "tags": "",
        "credit": "Us",
        "alt_en": "",
        "alt_fr": "Un fleuve.",
    }
    omar.client.post(address, {**data, "alt_en": "A river."})
    assert MissionImage.objects.get().alt == {"en": "A river.", "fr": "Un fleuve."}

    # French has no page with it; English has one.
    omar.client.post(address, {**data, "alt_en": "A river.", "alt_fr": ""})
    assert MissionImage.objects.get().alt == {"en": "A river."}
    MissionImage.objects.update(alt={"en": "A river.", "ar": "نهر"})
    response = omar.client.post(address, data)
    assert "Please write it in English at least." in unescape(response.content.decode())


@pytest.mark.parametrize("place", ["above", "in the text"])
def test_a_page_in_another_language_keeps_its_words_too(omar, media, picture, write, french, place):
    block = [("picture", {"image": picture, "caption": ""})]
    fields = {"picture": picture} if place == "above" else {"body": block}
    page = write("A bridge opens", **fields).copy_for_translation(french)
    page.save_revision().publish()
    data = {
        "title": "The river",
        "collection": 1,
        "tags": "",
        "credit": "Us",
        "alt_en": "A river.",
        "alt_fr": "",
    }
    response = omar.client.post(reverse("wagtailimages:edit", args=[picture.pk]), data)
    assert "shows this picture in Français." in unescape(response.content.decode())
    assert MissionImage.objects.get().alt_in("fr")


def photograph(kind: str, turn: int = 6) -> bytes:
    """A picture whose camera noted the place, the owner and which way is up."""
    exif = Image.Exif()
    exif[0x0112] = turn
    exif[0xA430] = "Somebody's camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 57.0, 1.0), 3: "E", 4: (1.0, 51.0, 2.0)})
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(file, kind, exif=exif, xmp=b"<x>50.95 N</x>")
    return file.getvalue()


@pytest.mark.parametrize("post", ["alone", "replacing", "with others"])
@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "avif"])
def test_nobody_learns_from_a_picture_where_it_was_taken(nadia, media, kind, post):
    content = photograph({"jpg": "JPEG"}.get(kind, kind.upper()))
    with Image.open(io.BytesIO(content)) as before:
        assert before.getexif().get_ifd(0x8825)
    if post == "alone":
        add_picture(nadia, upload(f"a.{kind}", content))
    elif post == "replacing":
        add_picture(nadia, png())
        address = reverse("wagtailimages:edit", args=[MissionImage.objects.get().pk])
        file = upload(f"a.{kind}", content)
        nadia.client.post(address, {"title": "The river", "file": file, "collection": 1, "tags": "", **WORDS})
    else:
        add_picture_in_two_steps(nadia, upload(f"a.{kind}", content))
    picture = MissionImage.objects.get()
    with picture.file.open() as file, Image.open(file) as after:
        assert not after.getexif().get_ifd(0x8825)
        assert after.getexif().get(0xA430) is None
        assert "xmp" not in after.info
        assert after.getexif().get(0x0112, 1) == (6 if kind == "jpg" else 1)
        after.load()
    assert picture.file.name.endswith(f".{kind}")
    assert all(
        "river" not in name or post != "replacing" for name in kept(media) if name.startswith("original")
    )


# Documents --------------------------------------------------------------------------------------------


def packed(*entries: tuple[str, bytes], how=zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return file.getvalue()


DOCX = packed(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>"))
CHART = packed(("xl/workbook.xml", b"<workbook/>"))
ODT_SAYS = b"application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.pdf", b"%PDF-1.7\n..."),
        ("report.docx", DOCX),
        ("chart.docx", packed(("word/document.xml", b"<w/>"), ("word/embeddings/table.xlsx", CHART))),
        ("text.odt", packed(("mimetype", ODT_SAYS), ("content.xml", b"<office/>"))),
        ("data.csv", "place,people\nCalais,3000\nكاليه,1\n".encode()),
        ("data.json", b'{"people": 3000}'),
        ("data.zip", packed(("data.csv", b"place,people\n" * 5000))),
    ],
)
def test_a_document_that_is_what_it_says_is_kept(nadia, media, name, content):
    add_document(nadia, upload(name, content))
    assert MissionDocument.objects.get().file.name.startswith("documents/")


def lying_zip() -> bytes:
    """An archive whose table of contents admits ten bytes of a hundred megabytes."""
    honest = bytearray(packed(("a.csv", b"0" * 100_000_000)))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = honest.find(mark)
        honest[start + place : start + place + 4] = struct.pack("<I", 10)
    return bytes(honest)


def locked_zip() -> bytes:
    content = bytearray(packed(("a.csv", b"a,b\n")))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + place] |= 1
    return bytes(content)


BURSTS = "unpacks to far more than it seems to hold"
NOT_WHAT = "although its name says so"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.zip", packed(("zeros.csv", b"0" * 60_000_000)), BURSTS),
        ("a.zip", lying_zip(), "is broken and cannot be opened"),
        ("a.zip", packed(("inner.zip", packed(("a.csv", b"a")))), "holds another packed file (inner.zip)"),
        (
            "a.zip",
            packed(("harmless.csv", packed(("a.csv", b"a")))),
            "holds another packed file (harmless.csv)",
        ),
        ("a.docx", packed(("word/document.xml", b"0" * 60_000_000)), BURSTS),
        ("a.zip", locked_zip(), "locked with a password"),
        ("a.zip", packed(*((f"{number}.csv", b"") for number in range(10_001))), BURSTS),
        ("a.zip", DOCX[:60], "is broken and cannot be opened"),
        ("a.docx", b"%PDF-1.7\n...", f"not a DOCX, {NOT_WHAT}"),
        ("a.docx", packed(("readme.txt", b"hello")), f"not a DOCX, {NOT_WHAT}"),
        (
            "a.odt",
            packed(("mimetype", b"application/zip"), ("content.xml", b"<a/>")),
            f"not a ODT, {NOT_WHAT}",
        ),
        ("a.pdf", b"<html><script>alert(1)</script>", f"not a PDF, {NOT_WHAT}"),
        ("a.csv", b"MZ\x90\0\x03\0", f"not a CSV, {NOT_WHAT}"),
        ("a.txt", b"  <!DOCTYPE html><script>alert(1)</script>", f"not a TXT, {NOT_WHAT}"),
        ("a.csv", "Müller,1".encode("latin-1"), "Please save it as UTF-8"),
        ("a.json", b'{"people": ', "is broken and cannot be opened"),
        ("a.exe", b"MZ\x90\0", "is not allowed"),
        ("a.svg", b"<svg><script/></svg>", "is not allowed"),
        ("a.pdf", b"%PDF-" + b"\0" * (51 * 1024 * 1024), "larger than 50 MB"),
    ],
    # Named by what is said: a packed file holds the hour of its making, and no two hands would agree on it.
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_a_document_that_could_harm_is_refused_and_nothing_stays(nadia, media, name, content, sentence):
    assert sentence in add_document(nadia, upload(name, content))
    assert not MissionDocument.objects.exists()
    assert kept(media) == []


def test_documents_among_others_are_judged_alike(nadia, media):
    bomb = upload("a.zip", packed(("zeros.csv", b"0" * 60_000_000)))
    response = nadia.client.post(
        reverse("wagtaildocs:add_multiple"),
        {"title": "The report", "files[]": bomb},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert BURSTS in response.json()["error_message"]
    assert not UploadedFile.objects.exists()
    assert kept(media) == []


def test_a_new_file_for_an_old_document_is_judged_alike(nadia, media):
    add_document(nadia, upload("report.pdf", b"%PDF-1.7\n..."))
    document = MissionDocument.objects.get()
    before = kept(media)
    data = {"title": "The report", "file": upload("report.pdf", b"<html>"), "collection": 1, "tags": ""}
    response = nadia.client.post(reverse("wagtaildocs:edit", args=[document.pk]), data)
    assert NOT_WHAT in unescape(response.content.decode())
    assert kept(media) == before
