"""The newsroom's cast, and what they post.

Nadia writes, Omar approves, Claire translates into French, Ada keeps accounts.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cairn.guard.acts import give_role
from cairn.guard.models import User
from cairn.guard.roles import Role
from cairn.newsroom.models import HomePage, MissionImage, NewsIndexPage, PublicPage, StoryPage, Theme


@dataclass
class Colleague:
    """Somebody who has signed in, and what they can do to a page by posting."""

    user: User
    client: Client

    def edit(self, page: PublicPage, data: dict[str, Any], *buttons: str):
        return self.client.post(
            reverse("wagtailadmin_pages:edit", args=[page.pk]), {**data, **dict.fromkeys(buttons, "1")}
        )

    def create(self, parent: PublicPage, kind: str, data: dict[str, Any], *buttons: str):
        address = reverse("wagtailadmin_pages:add", args=["newsroom", kind, parent.pk])
        return self.client.post(address, {**data, **dict.fromkeys(buttons, "1")})

    def sees(self, address: str) -> str:
        response = self.client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return unescape(response.content.decode())


@pytest.fixture
def sign_in(db) -> Callable[..., Colleague]:
    def sign_in(name: str, *roles: Role, language: str | None = None) -> Colleague:
        first, last = name.split()
        user = User.objects.create_user(
            first.lower(), password="a long password", first_name=first, last_name=last
        )
        for role in roles:
            give_role(user, role, language=language)
        TOTP.activate(user, generate_totp_secret())
        client = Client()
        client.force_login(user)
        return Colleague(user, client)

    return sign_in


@pytest.fixture
def nadia(sign_in) -> Colleague:
    return sign_in("Nadia Rahman", Role.COMMUNICATIONS)


@pytest.fixture
def omar(sign_in) -> Colleague:
    return sign_in("Omar Haddad", Role.APPROVER)


@pytest.fixture
def claire(sign_in) -> Colleague:
    return sign_in("Claire Morel", Role.TRANSLATOR, language="fr")


@pytest.fixture
def ada(sign_in) -> Colleague:
    return sign_in("Ada Brandt", Role.ADMINISTRATOR)


@pytest.fixture
def home(db) -> HomePage:
    return HomePage.objects.get(locale__language_code="en")


@pytest.fixture
def news(db) -> NewsIndexPage:
    return NewsIndexPage.objects.get(locale__language_code="en")


@pytest.fixture
def french(db) -> Locale:
    return Locale.objects.get(language_code="fr")


@pytest.fixture
def calais(db) -> Theme:
    return Theme.objects.create(code="calais", names={"en": "Calais", "fr": "Calais", "ar": "كاليه"})


@pytest.fixture
def picture(db, media: Path) -> MissionImage:
    return MissionImage.objects.create(
        title="The river",
        file=png(),
        alt={"en": "A wide river at dusk.", "fr": "Un large fleuve au crépuscule."},
        credit="Drawn by the mission",
    )


@pytest.fixture
def media(settings, tmp_path: Path) -> Path:
    """An empty folder for uploads, so that what is left behind can be seen."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def write(news) -> Callable[..., StoryPage]:
    """A story that has gone out, of one heading and two paragraphs."""

    def write(title: str = "A bridge opens", *, live: bool = True, **fields: Any) -> StoryPage:
        page = StoryPage(
            title=title,
            summary=fields.pop("summary", "After ten years people can cross again."),
            body=fields.pop(
                "body",
                [
                    ("heading", "Across the river"),
                    ("paragraph", "<p>The first families crossed at dawn.</p><p>Lorries follow in June.</p>"),
                ],
            ),
            live=False,
            **fields,
        )
        news.add_child(instance=page)
        revision = page.save_revision()
        if live:
            revision.publish()
        return StoryPage.objects.get(pk=page.pk)

    return write


def png(size: tuple[int, int] = (60, 40), name: str = "river.png") -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue(), "image/png")


def body(*blocks: tuple[str, Any]) -> dict[str, str]:
    return streamfield(list(blocks))


def posted(**fields: Any) -> dict[str, Any]:
    """What the editor of a story sends: everything a page needs, with `fields` changed."""
    return nested_form_data(
        {
            "title": "A bridge opens",
            "slug": "a-bridge-opens",
            "summary": "After ten years people can cross again.",
            "picture": "",
            "dated": "",
            "story_kind": "news",
            "byline": "",
            "body": body(("paragraph", rich_text("<p>The first families crossed at dawn.</p>"))),
            "related": inline_formset([]),
            "corrections": inline_formset([]),
            "comments": inline_formset([]),
            "seo_title": "",
            "search_description": "",
            "go_live_at": "",
            "expire_at": "",
            "embargo_until": "",
            **fields,
        }
    )
