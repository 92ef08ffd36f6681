"""How texts are written: what the markup knows, and what it refuses."""

import pytest

from cairn.demo.markup import MarkupError, blocks_of, links_in, read_text, rich_text


def link(target: str) -> str:
    return f'to="{target}"'


def test_paragraphs_and_lists_that_follow_each_other_are_one_block():
    assert blocks_of("One.\n\n- two\n- three\n\n## Four\n\nFive.") == [
        ("paragraph", "One.\n\n- two\n- three"),
        ("heading", "Four"),
        ("paragraph", "Five."),
    ]


def test_running_text_knows_bold_italic_links_and_lists():
    text = "**Bold** and *slanted*, [there](page:help).\n\n- one\n- two\n\n1. first\n2. second"
    assert rich_text(text, link) == (
        '<p><b>Bold</b> and <i>slanted</i>, <a to="page:help">there</a>.</p>'
        "<ul><li>one</li><li>two</li></ul><ol><li>first</li><li>second</li></ol>"
    )


def test_signs_of_html_are_letters_in_a_text():
    assert rich_text("5 < 6 & <b>", link) == "<p>5 &lt; 6 &amp; &lt;b&gt;</p>"


def test_each_kind_of_block_is_read():
    text = (
        "::figures one two\n\n::facts Title\nDay | Monday\n\n::links\n- There -> page:help\n\n"
        "::quote Who; Office\nTheir words.\n\n::callout Mind\nthis.\n\n::picture door\nA door."
    )
    assert blocks_of(text) == [
        ("figures", ["one", "two"]),
        ("facts", {"title": "Title", "facts": [("Day", "Monday")]}),
        ("links", {"title": "", "links": [("There", "page:help")]}),
        ("quote", {"text": "Their words.", "who": "Who", "role": "Office"}),
        ("callout", "Mind this."),
        ("picture", {"image": "door", "caption": "A door."}),
    ]


def test_a_figure_in_a_sentence_is_written_as_its_release_says_it():
    assert rich_text("It [doubled to 6,000](figure:camps).", link) == (
        '<p>It <a to="figure:camps">doubled to 6,000</a>.</p>'
    )


def test_every_target_is_found():
    blocks = blocks_of("[a](page:one)\n\n::callout [b](page:two)\n\n::links\n- c -> https://example.org/")
    assert list(links_in(blocks)) == ["page:one", "page:two", "https://example.org/"]


@pytest.mark.parametrize("text", ["::nothing like it", "::facts Title\nno divider", "::quote nobody\nWords"])
def test_a_slip_is_refused_with_the_name_of_the_file(tmp_path, text):
    path = tmp_path / "en.md"
    path.write_text(f'+++\ntype = "plain"\n+++\n{text}\n')
    with pytest.raises(MarkupError, match=r"en\.md"):
        read_text(path)
