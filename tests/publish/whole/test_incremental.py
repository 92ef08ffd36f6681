"""A change is published by rendering what shows it, and gives the site that a publish from nothing gives."""

import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from wagtail.contrib.redirects.models import Redirect

from cairn.mission.config import load_mission
from cairn.newsroom.acts import publish_scheduled
from cairn.newsroom.models import EventIndexPage, EventPage, NewsIndexPage, PublicPage, StoryPage
from cairn.publish.acts import publish_site
from cairn.publish.memory import Memory
from cairn.publish.reading import read_snapshot


def go_out(page: PublicPage) -> None:
    page.save_revision().publish()


def edit_a_title(room: Any) -> None:
    page = room.again(room.chance.choice(sorted(room.pages)))
    if page.live and not page.is_sensitive:
        page.title += " again"
        go_out(page)


def edit_a_body(room: Any) -> None:
    page = room.again("a-second-look")
    page.body.append(("heading", f"Part {len(page.body)}"))
    go_out(page) if page.live else None


def describe_the_picture(room: Any) -> None:
    room.image.alt = {**room.image.alt, "en": room.image.alt["en"] + " More tents."}
    room.image.save()


def credit_the_picture(room: Any) -> None:
    room.image.credit += "!"
    room.image.save()


def rename_a_theme(room: Any) -> None:
    theme = room.chance.choice(room.themes)
    theme.names = {**theme.names, "en": theme.names["en"] + "+"}
    theme.save()


def rename_the_place(room: Any) -> None:
    room.place.names = {**room.place.names, "fr": room.place.names["fr"] + "+"}
    room.place.save()


def promote_the_person(room: Any) -> None:
    room.person.role = {"en": room.person.role["en"] + " first class"}
    room.person.save()


def rename_the_organisation(room: Any) -> None:
    room.person.organisation.name += "."
    room.person.organisation.save()


def correct_the_figure(room: Any) -> None:
    room.figure.phrase = {**room.figure.phrase, "en": room.figure.phrase["en"] + "?"}
    room.figure.save()


def put_the_figure_under_another_theme(room: Any) -> None:
    room.figure.themes.set([room.chance.choice(room.themes)])


def retitle_the_document(room: Any) -> None:
    room.document.title += " II"
    room.document.save()


def take_a_page_back(room: Any) -> None:
    names = ("on-the-trail", "read-next", "long-ago", "symposium", "on-the-trail-fr", "safety-in-calais")
    page = room.again(room.chance.choice(names))
    page.unpublish() if page.live else go_out(page)


def write_a_story(room: Any) -> None:
    news = NewsIndexPage.objects.get(locale__language_code="en")
    page = StoryPage(title=f"Story {len(room.pages)}", summary="New.", dated=dt.date(2015, 11, 2), live=False)
    news.add_child(instance=page)
    page.themes = [room.chance.choice(room.themes)]
    go_out(page)
    room.pages[f"story-{page.pk}"] = page


def announce_an_event(room: Any) -> None:
    events = EventIndexPage.objects.get(locale__language_code="en")
    day = dt.date(2015, 11, 20) + dt.timedelta(days=room.chance.randrange(90))
    page = EventPage(title=f"Event {len(room.pages)}", summary="Come.", starts_on=day, live=False)
    events.add_child(instance=page)
    go_out(page)
    room.pages[f"event-{page.pk}"] = page


def call_the_symposium_off(room: Any) -> None:
    page = room.again("symposium")
    page.status = room.chance.choice(["scheduled", "cancelled", "postponed"])
    go_out(page) if page.live else None


def change_the_translation(room: Any) -> None:
    page = room.again("safety-in-calais-fr")
    page.summary += " Encore."
    go_out(page)


def order_the_top_stories_anew(room: Any) -> None:
    home = room.again("home")
    stories = list(home.top_stories.all())
    for story, order in zip(stories, reversed(range(len(stories))), strict=True):
        story.sort_order = order
    home.top_stories = stories
    go_out(home)


def move_a_page(room: Any) -> None:
    about, help_page, home = room.again("about"), room.again("help"), room.again("home")
    about.move(home if about.get_parent().pk == help_page.pk else help_page, pos="last-child")


def rename_an_address(room: Any) -> None:
    page = room.again("read-next")
    page.slug = f"read-next-{room.chance.randrange(1000)}"
    go_out(page) if page.live else None


def show_in_menus(room: Any) -> None:
    page = room.again("about")
    page.show_in_menus = not page.show_in_menus
    go_out(page)


def hold_back(room: Any) -> None:
    page = room.again("a-second-look")
    page.embargo_until = None if page.embargo_until else dt.datetime(2999, 1, 1, tzinfo=dt.UTC)
    go_out(page)


def lead_on_from_an_old_address(room: Any) -> None:
    Redirect.objects.create(old_path=f"/old-{Redirect.objects.count()}", redirect_page=room.pages["report"])


def write_a_draft(room: Any) -> None:
    page = room.again("report")
    page.title += " (draft)"
    page.save_revision()


def let_a_page_expire(room: Any) -> None:
    page = room.again(room.chance.choice(("read-next", "long-ago", "on-the-trail-fr")))
    if page.live:
        type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - dt.timedelta(hours=1))
        publish_scheduled()


def replace_the_picture(room: Any) -> None:
    file = io.BytesIO()
    Image.new("RGB", (120, 80), (room.chance.randrange(256), 90, 90)).save(file, "PNG")
    room.image.file = ContentFile(file.getvalue(), "replaced.png")
    room.image._set_image_file_metadata()
    room.image.save()
    room.image.renditions.all().delete()


def write_past_every_signal(room: Any) -> None:
    """As a script, a restore or another machine does."""
    live = StoryPage.objects.live().order_by("pk")
    live.filter(pk=room.chance.choice(live).pk).update(summary=f"Rewritten {room.chance.random()}.")


def untie_a_theme(room: Any) -> None:
    links = PublicPage.themes.through.objects.order_by("pk")
    if links.exists():
        links.filter(pk=room.chance.choice(links).pk).delete()


def delete_a_page(room: Any) -> None:
    new = [name for name in sorted(room.pages) if name.startswith(("story-", "event-"))]
    if new:
        name = room.chance.choice(new)
        room.again(name).delete()
        del room.pages[name]


EDITS = (
    announce_an_event,
    call_the_symposium_off,
    change_the_translation,
    correct_the_figure,
    credit_the_picture,
    delete_a_page,
    describe_the_picture,
    edit_a_body,
    edit_a_title,
    hold_back,
    let_a_page_expire,
    lead_on_from_an_old_address,
    move_a_page,
    order_the_top_stories_anew,
    promote_the_person,
    put_the_figure_under_another_theme,
    rename_a_theme,
    rename_an_address,
    rename_the_organisation,
    rename_the_place,
    replace_the_picture,
    retitle_the_document,
    show_in_menus,
    take_a_page_back,
    untie_a_theme,
    write_a_draft,
    write_a_story,
    write_past_every_signal,
)


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def test_every_kind_of_change_gives_the_site_that_a_publish_from_nothing_gives(
    newsroom, site, files_of, from_scratch
):
    publish_site()
    for first in range(0, len(EDITS), 4):
        group = EDITS[first : first + 4]
        for edit in group:
            edit(newsroom)
            publish_site()
        assert differences(files_of(site), from_scratch()) == [], [edit.__name__ for edit in group]


@pytest.mark.parametrize("seed", [1, 2])
def test_so_does_any_row_of_changes(seed: int, newsroom, site, files_of, from_scratch):
    newsroom.chance.seed(seed)
    publish_site()
    story = []
    for _step in range(16):
        edit = newsroom.chance.choice(EDITS)
        edit(newsroom)
        story.append(edit.__name__)
        publish_site()
    assert differences(files_of(site), from_scratch()) == [], story


def test_whoever_publishes_everything_gets_the_same_files(newsroom, site, files_of):
    publish_site()
    for edit in newsroom.chance.sample(EDITS, 8):
        edit(newsroom)
        publish_site()
    before = files_of(site)
    publish_site(everything=True)
    assert differences(files_of(site), before) == []


def test_what_was_concluded_for_one_mission_says_nothing_of_another(newsroom):
    memory, mission = Memory(), load_mission()
    one = read_snapshot(mission, memory)
    again = read_snapshot(mission, memory)
    assert all(card is other for card, other in zip(one.pages, again.pages, strict=True))
    other = read_snapshot(mission.model_copy(update={"short_name": "Another"}), memory)
    assert other.pages == one.pages
    assert not any(card is known for card, known in zip(other.pages, one.pages, strict=True))


def test_a_conclusion_is_drawn_again_for_the_pages_that_changed(newsroom):
    memory = Memory()
    before = {card.pk: card for card in read_snapshot(memory=memory).pages}
    changed = newsroom.pages["long-ago"].pk  # No other page names it.
    PublicPage.objects.filter(pk=changed).update(summary="Rewritten.")
    after = {card.pk: card for card in read_snapshot(memory=memory).pages}
    assert [pk for pk in after if after[pk] is not before[pk]] == [changed]
    assert after == {card.pk: card for card in read_snapshot().pages}
