"""The loading: every item of the source pages stands as a page with its facts, and a second loading changes nothing."""

import datetime as dt
import html
import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.storage import default_storage
from wagtail.models import PageLogEntry
from wagtail_localize.models import StringTranslation, Translation

from cairn.demo.cast import CAST, MARK, code_of, sign_in_cast
from cairn.demo.load import load_demonstration
from cairn.guard.acts import group_of
from cairn.guard.models import User
from cairn.guard.roles import ROLES, Role
from cairn.mission.errors import CairnError
from cairn.newsroom.models import (
    EventPage,
    Figure,
    HomePage,
    MissionDocument,
    MissionImage,
    PlainPage,
    PublicationPage,
    PublicPage,
    StatementPage,
    StoryPage,
    TopicPage,
)
from cairn.newsroom.translations import translation_debt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

ORGANISATIONS = (
    "Overseas Development Institute",
    "Economist Intelligence Unit",
    "Refugee Studies Centre, University of Oxford",
    "University of Sussex",
    "Office of the United Nations High Commissioner for Refugees",
    "International Organization for Migration",
)
# Each item of the source pages: its number, the page that carries it, facts of its fields, and words in its text.
ITEMS = [
    (1, StatementPage, "safety-of-migrants-in-calais", {"office": "Mission in the United Kingdom"}, []),
    (2, StoryPage, "migration-symposium-in-december", {"kind": "news"}, ["14 December", "Royal Society"]),
    (
        3,
        EventPage,
        "migration-symposium-2015",
        {
            "starts_on": dt.date(2015, 12, 14),
            "starts_at": dt.time(12, 45),
            "ends_at": dt.time(17),
            "time_zone": "Europe/London",
            "venue_name": "Royal Society (Kohn Centre)",
            "registration": "outside",
            "registration_url": "https://www.eventbrite.co.uk/",
            "status": "scheduled",
        },
        [],
    ),
    (
        4,
        StoryPage,
        "updated-response-plan-for-the-mediterranean",
        {"dated": dt.date(2015, 11, 2), "kind": "update"},
        ["June 2015", "December 2016", "Some interventions have begun", "Complex Migration Flows"],
    ),
    (
        4,
        PublicationPage,
        "mediterranean-response-plan-november-2015",
        {"published_on": dt.date(2015, 11, 2)},
        ["December 2016"],
    ),
    (4, PublicationPage, "mediterranean-response-plan-june-2015", {"edition": "1st version"}, []),
    (
        5,
        StoryPage,
        "world-migration-report-2015-launched",
        {"dated": dt.date(2015, 10, 27), "kind": "launch"},
        ["Conference on Migrants and Cities", "International Dialogue on Migration"],
    ),
    (5, PublicationPage, "world-migration-report-2015", {"published_on": dt.date(2015, 10, 27)}, []),
    (
        5,
        EventPage,
        "conference-on-migrants-and-cities",
        {"starts_on": dt.date(2015, 10, 26), "ends_on": dt.date(2015, 10, 27)},
        ["International Dialogue on Migration"],
    ),
    (
        6,
        StoryPage,
        "on-the-migrant-trail-in-calais",
        {"dated": dt.date(2015, 10, 21), "kind": "news"},
        ["doubled to 6,000", "about 3,000 people", "16 since June"],
    ),
    (
        7,
        StoryPage,
        "calais-and-the-uk-a-balanced-approach",
        {"dated": dt.date(2015, 8, 17), "kind": "opinion"},
        ["European Agenda on Migration", "mixed flows"],
    ),
    (7, TopicPage, "calais", {"title": "Calais"}, []),
    (8, StatementPage, "safety-of-migrants-in-calais", {}, ["security"]),
    (
        9,
        StoryPage,
        "world-day-against-trafficking-2015",
        {"dated": dt.date(2015, 7, 30)},
        ["William Lacy Swing", "renewed commitment"],
    ),
    (
        9,
        StatementPage,
        "statement-for-world-day-2015",
        {
            "dated": dt.date(2015, 7, 30),
            "office": "Office of the Director General, International Organization for Migration",
        },
        ["William Lacy Swing"],
    ),
    (
        9,
        PublicationPage,
        "trafficking-and-exploitation-in-times-of-crisis",
        {"title": "Addressing Human Trafficking and Exploitation in Times of Crisis"},
        [],
    ),
    (
        10,
        StoryPage,
        "cooperation-agreement-on-counter-trafficking",
        {"dated": dt.date(2015, 6, 30)},
        ["30 June", "Cardinal Vincent Nichols", "CBCEW", "raise awareness"],
    ),
    (
        11,
        StoryPage,
        "somali-diaspora-brain-gain",
        {"dated": dt.date(2015, 6, 8)},
        ["6 June", "University College London", "WSSP", "MIDA"],
    ),
    (
        11,
        EventPage,
        "brain-gain-somali-institutions",
        {"starts_on": dt.date(2015, 6, 6), "venue_name": "University College London"},
        ["MIDA Somalia"],
    ),
    (
        12,
        StoryPage,
        "counter-trafficking-training-accredited",
        {"dated": dt.date(2015, 6, 12)},
        ["accredited", "2014"],
    ),
]


def english(model, slug):
    return model.objects.get(slug=slug, locale__language_code="en")


def text_of(page) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", str(page.body)))


@pytest.mark.parametrize(("item", "model", "slug", "facts", "words"), ITEMS)
def test_each_item_of_the_source_pages_is_told(item, model, slug, facts, words):
    page = english(model, slug)
    assert page.live
    assert {name: getattr(page, name) for name in facts} == facts
    for phrase in words:
        assert phrase in text_of(page) + page.summary


def test_all_twelve_items_are_in_the_table():
    assert {item for item, *_rest in ITEMS} == set(range(1, 13))


def test_the_first_page_features_the_position_on_calais_and_the_stories_that_editors_chose():
    home = HomePage.objects.get(locale__language_code="en")
    assert home.featured.slug == "safety-of-migrants-in-calais"
    assert [top.page.dated for top in home.top_stories.all()] == [
        dt.date(2015, 7, 30),
        dt.date(2015, 6, 30),
        dt.date(2015, 6, 8),
        dt.date(2015, 6, 12),
    ]
    assert [part.value["icon"] for part in home.approach] == [
        "protection",
        "routes",
        "return",
        "information",
        "trafficking",
    ]
    assert home.help_page.slug == "help"


def test_the_position_on_calais_has_its_five_reasons_in_order():
    statement = english(StatementPage, "safety-of-migrants-in-calais")
    titles = [reason.title for reason in statement.reasons.all()]
    assert len(titles) == 5
    for title, word in zip(
        titles, ("international law", "Legal routes", "Going home", "risks", "prey"), strict=True
    ):
        assert word in title
    assert dt.date(2015, 7, 1) <= statement.dated <= dt.date(2015, 8, 31)


def test_the_symposium_names_its_speakers_and_their_organisations():
    event = english(EventPage, "migration-symposium-2015")
    assert {one.person.organisation.name for one in event.speakers.all()} == set(ORGANISATIONS)
    assert {one.role_note for one in event.speakers.all()} == {"Speaker", "Chair"}
    assert event.start.isoformat() == "2015-12-14T12:45:00+00:00"
    assert event.start.strftime("%A") == "Monday"


def test_the_report_knows_the_event_that_launched_it():
    report = english(PublicationPage, "world-migration-report-2015")
    assert report.launch_event.slug == "conference-on-migrants-and-cities"
    assert report.cite("apa").startswith("International Organization for Migration (2015).")


def test_figures_stand_in_blocks_with_all_that_is_needed_to_doubt_them():
    story = english(StoryPage, "on-the-migrant-trail-in-calais")
    shown = [
        figure.code
        for block in story.body
        if block.block_type == "figures"
        for figure in block.value["figures"]
    ]
    assert shown == ["calais-people-september", "calais-people-october", "calais-growth", "tunnel-deaths"]
    deaths = Figure.objects.get(code="tunnel-deaths")
    assert (deaths.place.code, deaths.known_on) == ("channel-tunnel", dt.date(2015, 10, 21))
    assert (deaths.phrase_in("en"), deaths.as_of) == ("16 since June", dt.date(2015, 10, 21))


def test_pages_bear_the_days_on_which_they_truly_went_out():
    for page in PublicPage.objects.live().exclude(depth__lte=3).exclude(kind="plain"):
        if page.dated:
            assert page.first_published_at.date() == page.dated
        assert page.last_published_at.year == 2015
        assert page.latest_revision.created_at == page.last_published_at
        assert not PageLogEntry.objects.filter(page=page, timestamp__year__gt=2015).exists()


def test_every_page_went_out_through_a_revision_by_two_colleagues():
    for page in PublicPage.objects.filter(depth__gt=3):
        assert page.live
        assert not page.has_unpublished_changes
        assert page.live_revision_id == page.latest_revision_id
        assert page.latest_revision.user.username in {"communications", "translator"}


def test_every_page_stands_in_three_languages_with_every_segment_translated():
    for page in PublicPage.objects.filter(locale__language_code="en", depth__gt=3):
        for language in ("fr", "ar"):
            other = PublicPage.objects.get(
                translation_key=page.translation_key, locale__language_code=language
            )
            record = Translation.objects.get(
                source__object_id=page.translation_key, target_locale=other.locale
            )
            total, translated = record.get_progress()
            behind = 2 if (other.slug, language) == ("world-migration-report-2015-launched", "ar") else 0
            assert total - translated == behind, (page.slug, language)
            assert other.live


# What is written alike: numbers, addresses, names, and words that French shares with English.
SAME_EVERYWHERE = re.compile(r"[\d.+() \u202f\u00a0]+|[\w.]+@(?:example\.org|mission\.example)")

ALIKE = {
    *("10.c", "Calais", "Contact", "Diaspora", "Routes"),
    *("Hodan Hirsi", "Nadia Farrow", "Royal Society (Kohn Centre)", "University College London"),
}


def test_no_translation_is_left_in_english():
    left = {
        (one.locale.language_code, one.data)
        for one in StringTranslation.objects.select_related("translation_of", "locale")
        if one.data == one.translation_of.data and not SAME_EVERYWHERE.fullmatch(one.data)
    }
    assert {words for language, words in left if language == "ar"} == set()
    assert {words for language, words in left if language == "fr"} == ALIKE


def test_what_readers_see_is_what_the_segments_make():
    from cairn.newsroom.side_by_side import assembled

    for slug in ("on-the-migrant-trail-in-calais", "migration-symposium-2015", "help"):
        for language in ("fr", "ar"):
            page = PublicPage.objects.get(slug=slug, locale__language_code=language).specific
            record = Translation.objects.get(
                source__object_id=page.translation_key, target_locale=page.locale
            )
            made = assembled(record)
            assert made.body.get_prep_value() == page.body.get_prep_value()
            assert (made.title, made.slug, made.summary) == (page.title, page.slug, page.summary)


def test_home_pages_keep_their_addresses_and_speak_their_languages():
    homes = {home.locale.language_code: home for home in HomePage.objects.all()}
    assert {code: home.slug for code, home in homes.items()} == {
        "en": "home-en",
        "fr": "home-fr",
        "ar": "home-ar",
    }
    assert homes["fr"].help_title.startswith("Avez-vous besoin")
    assert "مساعدة" in homes["ar"].help_title
    assert len(homes["ar"].approach) == 5


def test_one_arabic_page_is_behind_and_says_how_far():
    page = PublicPage.objects.get(slug="world-migration-report-2015-launched", locale__language_code="ar")
    debt = translation_debt(page)
    assert (debt.changes, debt.source_language, debt.source_date) == (2, "en", dt.date(2015, 10, 29))
    others = PublicPage.objects.live().exclude(pk=page.pk)
    assert [other for other in others if translation_debt(other)] == []


def test_a_correction_is_told_in_the_languages_that_followed_it():
    for language, count in (("en", 1), ("fr", 1), ("ar", 0)):
        page = PublicPage.objects.get(
            slug="world-migration-report-2015-launched", locale__language_code=language
        )
        assert page.corrections.count() == count


def test_help_is_sensitive_and_gives_the_numbers_that_are_real():
    for page in PlainPage.objects.filter(slug="help"):
        assert page.is_sensitive
        assert page.picture is None
        assert re.search(r"\b999\b", text_of(page))
        assert re.search(r"\b112\b", text_of(page))


def test_each_role_can_sign_in_and_nobody_is_taken_for_a_real_colleague():
    for role in Role:
        user = User.objects.get(username=str(role))
        assert user.last_name.endswith(MARK)
        assert user.email.endswith("@example.org")
        group = group_of(role, "ar") if role is Role.TRANSLATOR else group_of(role)
        assert list(user.groups.all()) == [group]
        assert not user.is_superuser


def test_two_offices_have_a_caseworker_each_who_see_different_people():
    london, dover = (User.objects.get(username=name) for name in ("caseworker", "caseworker-dover"))
    assert {london.office.code, dover.office.code} == {"LONDON", "DOVER"}
    assert london.team_ids
    assert dover.team_ids
    assert not london.team_ids & dover.team_ids


def test_whoever_can_see_protected_records_signs_in_with_a_code():
    for name, member in CAST.items():
        asked = ROLES[member.role].needs_second_factor
        assert Authenticator.objects.filter(user__username=name).exists() == asked, name
    assert re.fullmatch(r"[0-9]{6}", code_of("caseworker"))
    with pytest.raises(CairnError, match="signs in without a code"):
        code_of("communications")


def test_signing_in_the_cast_again_changes_nobody():
    before = list(User.objects.order_by("pk").values())
    secrets = list(Authenticator.objects.order_by("pk").values_list("data", flat=True))
    _cast, new = sign_in_cast()
    assert new == 0
    assert list(User.objects.order_by("pk").values()) == before
    assert list(Authenticator.objects.order_by("pk").values_list("data", flat=True)) == secrets


def test_pictures_and_documents_are_in_the_library():
    for image in MissionImage.objects.all():
        assert default_storage.exists(image.file.name)
        assert image.credit == "Cairn, CC BY 4.0"
        assert (image.width, image.height) == (1600, 1000)
        assert set(image.alt) == {"en", "fr", "ar"}
    assert MissionDocument.objects.count() == 8
    for document in MissionDocument.objects.all():
        with document.open_file() as file:
            assert file.read(5) == b"%PDF-"


def test_the_loading_says_how_far_it_is(heard):
    done = [step for step, _total, _what in heard]
    assert done == list(range(1, len(heard) + 1))
    assert {total for _step, total, _what in heard} == {len(heard)}


def test_what_was_made_is_counted(loaded, texts):
    assert loaded.people == len(CAST)
    assert loaded.pages == len(texts.pages)
    assert loaded.translations == 2 * len(texts.pages)


def test_a_second_loading_changes_nothing():
    def rows():
        return list(PublicPage.objects.order_by("pk").values()), list(Figure.objects.order_by("pk").values())

    before = rows()
    assert load_demonstration().made == 0
    assert rows() == before


def test_a_second_loading_keeps_what_an_editor_wrote():
    page = english(StoryPage, "on-the-migrant-trail-in-calais")
    page.title, page.slug = "Another title", "another-slug"
    page.save_revision().publish()
    figure = Figure.objects.get(code="tunnel-deaths")
    figure.source = "Another source"
    figure.save()
    user = User.objects.get(username="approver")
    user.set_password("a password of my own")
    user.save()

    assert load_demonstration().made == 0
    page.refresh_from_db()
    assert (page.title, page.slug) == ("Another title", "another-slug")
    assert Figure.objects.get(code="tunnel-deaths").source == "Another source"
    user.refresh_from_db()
    assert user.check_password("a password of my own")


def test_a_second_loading_makes_only_what_is_missing():
    english(EventPage, "brain-gain-somali-institutions").delete()
    EventPage.objects.filter(slug="brain-gain-somali-institutions").delete()
    made = load_demonstration()
    assert (made.pages, made.translations, made.shared, made.people) == (1, 2, 0, 0)


def test_a_page_that_an_editor_has_changed_is_not_translated_again():
    page = english(StoryPage, "on-the-migrant-trail-in-calais")
    page.body.append(("heading", "Another heading"))
    page.save_revision().publish()
    page.get_translations().get(locale__language_code="fr").delete()
    assert load_demonstration().made == 0


def test_a_translation_that_is_missing_is_made_again():
    page = english(StoryPage, "on-the-migrant-trail-in-calais")
    page.get_translations().get(locale__language_code="fr").delete()
    assert load_demonstration().translations == 1
    assert page.get_translations().get(locale__language_code="fr").live


def test_the_queue_is_left_as_it_was(loaded):
    """Whoever publishes right after the loading waits for nobody."""
    from django_tasks_db.models import DBTaskResult
    from wagtail.models import ReferenceIndex

    image = MissionImage.objects.get(file__contains="drawing-shelters")
    assert not [task for task in DBTaskResult.objects.all() if "storypage" in task.args_kwargs["args"]]
    assert ReferenceIndex.get_references_to(image).exists()
    found = PublicPage.objects.live().search("midwife")
    assert [page.slug for page in found] == ["somali-diaspora-brain-gain"]
