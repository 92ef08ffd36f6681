"""Pictures and documents leave under a name that carries their content; nobody else's addresses are touched."""

from pathlib import Path

import pytest

from cairn.publish.media import Media, MediaMissing, hashed_name

PUBLIC = "https://rivers.example"
REPORT = "documents/report.pdf"


@pytest.fixture
def media(tmp_path: Path) -> Media:
    for name in (REPORT, "images/camp.width-800.webp", "images/مخيم.webp"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(name.encode())
    return Media(tmp_path, PUBLIC)


def rewritten(media: Media, text: str) -> str:
    return media.rewrite(text.encode())[0].decode()


@pytest.mark.parametrize(
    "text",
    [
        '<a href="/media/documents/report.pdf">',
        '<img srcset="/media/images/camp.width-800.webp 800w, /media/images/camp.width-800.webp 900w">',
        '<meta property="og:image" content="https://rivers.example/media/images/camp.width-800.webp">',
        '{"image": "https://rivers.example/media/images/camp.width-800.webp"}',
        "&lt;img src=&quot;/media/images/camp.width-800.webp&quot;&gt;",
        "ATTACH:https://rivers.example/media/documents/report.pdf",
        '<img src="/media/images/%D9%85%D8%AE%D9%8A%D9%85.webp">',
    ],
)
def test_every_address_of_ours_is_replaced(media: Media, text: str):
    content, needed = media.rewrite(text.encode())
    assert "/media/documents/report.pdf" not in content.decode()
    assert "camp.width-800.webp" not in content.decode()
    (path,) = needed
    assert (
        needed[path].source.read_bytes() == needed[path].source.relative_to(media.folder).as_posix().encode()
    )


@pytest.mark.parametrize(
    "text",
    [
        '<a href="https://elsewhere.example/media/documents/report.pdf">',
        '<a href="/en/media/documents/report.pdf">',
        "<p>Files lie under /media/documents/ and nowhere else.</p>",
        "<p>No media at all.</p>",
    ],
)
def test_nothing_else_is_touched(media: Media, text: str):
    assert rewritten(media, text) == text


def test_what_is_shown_and_missing_is_named(media: Media):
    with pytest.raises(MediaMissing, match="documents/gone.pdf, images/gone.webp are not in") as missing:
        media.rewrite(b'<a href="/media/documents/gone.pdf"><img src="/media/images/gone.webp">')
    assert missing.value.names == ["documents/gone.pdf", "images/gone.webp"]


def test_nothing_outside_the_media_folder_is_published(media: Media):
    (media.folder.parent / "secret.txt").write_text("secret")
    with pytest.raises(MediaMissing):
        media.rewrite(b'<a href="/media/../secret.txt">')
    with pytest.raises(MediaMissing):
        media.rewrite(b'<a href="/media/%2e%2e/secret.txt">')


def test_another_content_has_another_name(media: Media, tmp_path: Path):
    before = rewritten(media, '<a href="/media/documents/report.pdf">')
    (tmp_path / REPORT).write_bytes(b"another")
    assert rewritten(Media(tmp_path, PUBLIC), '<a href="/media/documents/report.pdf">') != before


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("images/camp.width-800.webp", "images/camp.width-800.0123456789abcdef.webp"),
        ("images/camp_aB3xY9z.width-800.webp", "images/camp.width-800.0123456789abcdef.webp"),
        ("report.pdf", "report.0123456789abcdef.pdf"),
        ("documents/README", "documents/README.0123456789abcdef"),
    ],
)
def test_names_do_not_depend_on_what_else_was_uploaded(name: str, expected: str):
    assert hashed_name(name, "0123456789abcdef" * 4) == expected
