"""The package on paper: a PDF that opens with the passphrase, in the language of the partner."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from cairn.programmes.casework.sharing.states import Way
from cairn.programmes.casework.sharing.telling import paper_of

pytestmark = pytest.mark.django_db


def test_it_is_locked_with_the_passphrase_that_is_told_once(agreement, consent, draft, send):
    sent = send(draft(), way=Way.PAPER)
    with sent.referral.package.open() as file:
        content = file.read()
    reader = PdfReader(BytesIO(content))
    assert reader.is_encrypted
    assert not reader.decrypt("2222-2222-2222-2222-2222")
    assert reader.decrypt(sent.passphrase)
    text = reader.pages[0].extract_text()
    assert "Hawa" in text
    assert sent.referral.reference in text


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_it_is_set_in_each_language(agreement, consent, draft, send, language):
    told = send(draft(language=language, words="Two lines:\nand a second.")).referral.told
    pages = PdfReader(BytesIO(paper_of(told))).pages
    assert len(pages) == 1
    assert "She needs a bed tonight." in pages[0].extract_text()
