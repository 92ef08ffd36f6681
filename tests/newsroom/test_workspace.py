"""The workspace is the mission's own: calm, in the colleague's language, and it loads nothing from elsewhere."""

import datetime as dt
import os
import re
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from cairn.mission.config import load_mission
from cairn.newsroom import reads
from cairn.newsroom.models import EventIndexPage, EventPage, Figure, Organisation, Person, Place, Theme

WORDS = {
    "theme": {"names_en": "Cities", "names_fr": "Villes", "names_ar": "مدن", "code": "cities"},
    "place": {
        "names_en": "Calais",
        "names_fr": "Calais",
        "names_ar": "كاليه",
        "code": "calais",
        "country": "FR",
        "latitude": "50.95129",
        "longitude": "1.85868",
    },
    "organisation": {
        "name": "University of the Coast",
        "acronym": "UoC",
        "names_en": "",
        "names_fr": "Université de la Côte",
        "names_ar": "",
        "kind": "academic",
        "website": "https://coast.example/",
    },
    "person": {
        "name": "Hodan Ahmed",
        "names_en": "",
        "names_fr": "",
        "names_ar": "هودان أحمد",
        "role_en": "Economist",
        "role_fr": "Économiste",
        "role_ar": "",
        "organisation": "",
    },
    "figure": {
        "code": "people-crossing",
        "phrase_en": "over 2,300",
        "phrase_fr": "plus de 2 300",
        "phrase_ar": "",
        "counts_en": "people who crossed",
        "counts_fr": "",
        "counts_ar": "",
        "value": "2345",
        "as_of": "2015-11-12",
        "known_on": "",
        "window_en": "since June 2015",
        "window_fr": "",
        "window_ar": "",
        "place": "",
        "source_en": "Harbour office",
        "source_fr": "",
        "source_ar": "",
        "source_url": "",
        "method_en": "Counted at the gate.",
        "method_fr": "",
        "method_ar": "",
    },
}


def address(word: str, view: str, *args: object) -> str:
    return reverse(f"wagtailsnippets_newsroom_{word}:{view}", args=args)


@pytest.mark.parametrize("word", WORDS)
def test_words_are_written_found_changed_and_remembered(nadia, word):
    response = nadia.client.post(address(word, "add"), WORDS[word])
    assert response.status_code == 302, response.context["form"].errors
    model = {
        "theme": Theme,
        "place": Place,
        "organisation": Organisation,
        "person": Person,
        "figure": Figure,
    }[word]
    row = model.objects.get()
    listed = nadia.sees(address(word, "list"))
    assert str(row) in listed

    key = "phrase_fr" if word == "figure" else "names_ar" if word != "organisation" else "names_fr"
    found = nadia.sees(address(word, "list") + f"?q={WORDS[word][key][:5]}")
    assert str(row) in found, "A search finds words in every script."
    assert str(row) not in nadia.sees(address(word, "list") + "?q=nothing-of-that-name")

    nadia.client.post(address(word, "edit", row.pk), {**WORDS[word], key: "autre chose"})
    assert "autre chose" in str(model.objects.values().get())
    assert "Edited" in nadia.sees(address(word, "history", row.pk))


def test_words_need_the_first_language_of_the_mission(nadia):
    response = nadia.client.post(address("theme", "add"), {**WORDS["theme"], "names_en": " "})
    assert "Please write it in English at least." in str(response.context["form"].errors)


def test_each_language_has_its_line_in_its_own_direction(nadia):
    seen = nadia.sees(address("theme", "add"))
    lines = re.findall(r'<label class="cairn-words__language" for="(\w+)" lang="(\w+)">([^<]+)</label>', seen)
    assert lines == [
        ("id_names_0", "en", "English"),
        ("id_names_1", "fr", "Français"),
        ("id_names_2", "ar", "العربية"),
    ]
    assert re.search(r'<input[^>]+name="names_ar"[^>]+dir="rtl"', seen)


@pytest.mark.parametrize("word", WORDS)
def test_a_list_costs_the_same_for_one_row_and_for_many(nadia, word, django_assert_max_num_queries):
    home = Organisation.objects.create(name="Harbour office")
    place = Place.objects.create(code="harbour", names={"en": "Harbour"})
    for number in range(12):
        Theme.objects.create(code=f"t{number}", names={"en": "Cities"})
        Place.objects.create(code=f"p{number}", names={"en": "Calais"})
        Organisation.objects.create(name=f"Office {number}")
        Person.objects.create(name=f"Person {number}", organisation=home)
        Figure.objects.create(
            code=f"f{number}", value=number, as_of=dt.date(2015, 1, 1), place=place, source={"en": "Us"}
        )
    nadia.sees(address(word, "list"))
    with django_assert_max_num_queries(16):
        nadia.sees(address(word, "list"))


def test_a_page_chooses_a_figure_by_its_words(nadia):
    Figure.objects.create(
        code="crossing",
        value=2345,
        phrase={"en": "over 2,300"},
        as_of=dt.date(2015, 1, 1),
        source={"en": "Us"},
    )
    choose = reverse("wagtailsnippetchoosers_newsroom_figure:choose")
    assert "over 2,300" in nadia.client.get(choose).json()["html"]
    results = reverse("wagtailsnippetchoosers_newsroom_figure:choose_results")
    assert "over 2,300" in nadia.sees(f"{results}?q=2,300")
    assert "over 2,300" not in nadia.sees(f"{results}?q=nothing")


# Calm and its own -------------------------------------------------------------------------------------


def menu(colleague) -> list[str]:
    seen = colleague.sees(reverse("wagtailadmin_home"))
    props = re.search(
        r'<script id="wagtail-sidebar-props" type="application/json">(.*?)</script>', seen, re.S
    )
    return re.findall(r'"name": "([\w-]+)"', props.group(1))


def test_each_role_has_the_menu_of_its_work_and_no_more(nadia, omar, claire, ada):
    words = ["words-and-figures", "figures", "themes", "places", "public-people", "organisations"]
    assert [name for name in menu(nadia) if name in words] == words
    for colleague in (nadia, claire, ada, omar):
        assert not {"help", "collections", "groups", "sites", "snippets"} & set(menu(colleague))
    assert "reports" in menu(omar)
    assert "reports" not in menu(nadia) + menu(claire) + menu(ada)
    assert "users" in menu(ada)
    assert "users" not in menu(nadia) + menu(claire) + menu(omar)
    assert "words-and-figures" not in menu(claire)


@pytest.fixture
def every_screen(omar, write, calais, picture) -> list[str]:
    page = write(picture=picture)
    return [
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_account"),
        reverse("wagtailadmin_explore", args=[page.get_parent().pk]),
        reverse("wagtailadmin_pages:add", args=["newsroom", "eventpage", EventIndexPage.objects.first().pk]),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:history", args=[page.pk]),
        reverse("wagtailimages:index"),
        reverse("wagtailimages:edit", args=[picture.pk]),
        reverse("wagtaildocs:index"),
        address("theme", "list"),
        address("theme", "edit", calais.pk),
        reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
    ]


def test_no_screen_loads_or_points_elsewhere(omar, client, every_screen):
    mission = load_mission()
    ours = {"", urlsplit(mission.public_url).hostname, urlsplit(mission.workspace_url).hostname, "testserver"}
    pages = {path: omar.sees(path) for path in every_screen}
    pages["sign-in"] = client.get(reverse("wagtailadmin_login"), follow=True).content.decode()
    for path, seen in pages.items():
        # Without scripts Wagtail names an address to read about them; nothing is loaded from it.
        seen = re.sub(r"<noscript.*?</noscript>", "", seen, flags=re.S)
        found = set(re.findall(r'(?:src|href|action|data-[\w-]*url[\w-]*)="((?:https?:)?//[^"]+)"', seen))
        assert {link for link in found if urlsplit(link).hostname not in ours} == set(), path


def test_screens_carry_our_name_and_mark(omar):
    seen = omar.sees(reverse("wagtailadmin_home"))
    assert f"{load_mission().short_name} · Cairn</title>" in seen
    assert 'class="cairn-mark"' in seen
    assert "newsroom/admin/cairn.svg" in seen
    assert "Wagtail" not in re.sub(r"<[^>]*>|<script.*?</script>", "", seen.split("<main", 1)[1], flags=re.S)


def test_thumbnails_of_a_colleague_come_from_nowhere(omar):
    """Wagtail would ask an outside service for a face by the hash of a mail address."""
    omar.user.email = "omar@mission.example"
    omar.user.save()
    assert "gravatar" not in omar.sees(reverse("wagtailadmin_home"))


# What is due next -------------------------------------------------------------------------------------


@pytest.fixture
def meeting(db) -> EventPage:
    start = reads.now() + dt.timedelta(days=5)
    page = EventPage(
        title="Donors meet",
        summary="Who pays for what.",
        starts_on=start.date(),
        starts_at=dt.time(14, 30),
        time_zone="Africa/Mogadishu",
        venue_name="Harbour hall",
        live=False,
    )
    EventIndexPage.objects.get(locale__language_code="en").add_child(instance=page)
    page.save_revision().publish()
    return page


def test_the_dashboard_says_what_is_due_and_nothing_else(nadia, write, meeting):
    home = reverse("wagtailadmin_home")
    seen = nadia.sees(home)
    headings = re.findall(r'id="due-([\w-]+)"', seen)
    assert headings == ["drafts", "behind", "events"]
    assert "No draft of mine is open." in seen

    draft = write("A draft", live=False)
    draft.save_revision(user=nadia.user)
    tomorrow = timezone.now() + dt.timedelta(days=1)
    write("Under embargo", embargo_until=tomorrow)
    waiting = write("On the clock", live=False, go_live_at=tomorrow)
    waiting.save_revision().publish()
    seen = nadia.sees(home)
    assert re.findall(r'id="due-([\w-]+)"', seen) == ["drafts", "scheduled", "behind", "events"]
    for words in ("A draft", "under embargo until", "goes out", "Donors meet", "Harbour hall", "14:30"):
        assert words in seen


def test_somebody_who_writes_no_pages_reads_what_is_coming(ada, meeting):
    seen = ada.sees(reverse("wagtailadmin_home"))
    assert re.findall(r'id="due-([\w-]+)"', seen) == ["events"]
    assert "Donors meet" in seen
    assert reverse("wagtailadmin_pages:edit", args=[meeting.pk]) not in seen


def test_an_event_of_last_week_or_next_month_is_not_due(nadia, meeting):
    for days in (-7, 30):
        start = reads.now() + dt.timedelta(days=days)
        EventPage.objects.update(starts_on=start.date())
        assert "Donors meet" not in nadia.sees(reverse("wagtailadmin_home"))


def test_the_dashboard_says_when_the_public_site_was_renewed(nadia, monkeypatch):
    home = reverse("wagtailadmin_home")
    assert "has not been published yet" in nadia.sees(home)
    site = load_mission().storage_path / "site"
    site.mkdir(parents=True, exist_ok=True)
    (site / "current").symlink_to("generation-1")
    try:
        assert "The public site was last renewed:" in nadia.sees(home)
    finally:
        (site / "current").unlink()


def test_the_dashboard_costs_the_same_for_few_pages_and_for_many(omar, write, django_assert_max_num_queries):
    for number in range(8):
        write(f"Story {number}", live=number % 2 == 0).save_revision(user=omar.user)
    omar.sees(reverse("wagtailadmin_home"))
    with django_assert_max_num_queries(60):
        omar.sees(reverse("wagtailadmin_home"))


def test_colleagues_of_one_language_see_its_pages_only(claire, nadia, write):
    page = write("A draft", live=False)
    page.save_revision(user=claire.user)
    assert "A draft" not in claire.sees(reverse("wagtailadmin_home"))


@pytest.mark.parametrize(("language", "words"), [("fr", "Mes brouillons"), ("ar", "مسوداتي")])
def test_the_workspace_speaks_the_colleagues_language(nadia, catalogues, language, words):
    from wagtail.users.models import UserProfile

    profile = UserProfile.get_for_user(nadia.user)
    profile.preferred_language = language
    profile.save()
    seen = nadia.sees(reverse("wagtailadmin_home"))
    assert words in seen
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in seen


def test_the_folder_of_the_site_may_be_missing(nadia):
    assert not os.path.lexists(load_mission().storage_path / "site" / "current")
    assert nadia.client.get(reverse("wagtailadmin_home")).status_code == 200
