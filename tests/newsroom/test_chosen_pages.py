"""An editor chooses a page once; readers of each language meet it in theirs as soon as it is out."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from cairn.newsroom.shell import public

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(write):
    return write("A bridge opens")


@pytest.fixture
def version(story, french):
    """The story in French, still a draft."""
    return story.copy_for_translation(french, copy_parents=True)


def publish(page) -> None:
    page.save_revision().publish()
    page.refresh_from_db()


def test_readers_meet_the_chosen_page_until_theirs_is_out(story, version):
    with translation.override("fr"):
        assert public(story) == story
        publish(version)
        story.refresh_from_db()
        del story._public_translations
        assert public(story) == version


def test_other_readers_keep_the_chosen_page(story, version):
    publish(version)
    with translation.override("en"):
        assert public(story) == story
    with translation.override("ar"):
        assert public(story) == story


def test_a_page_under_embargo_shows_in_no_language(story, version):
    publish(version)
    story.embargo_until = timezone.now() + timedelta(days=1)
    publish(story)
    with translation.override("fr"):
        assert public(story) is None
