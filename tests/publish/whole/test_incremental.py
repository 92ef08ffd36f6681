"""A change is published by rendering what shows it, and gives the site that a publish from nothing gives."""

import datetime as dt
from typing import Any

import pytest
from wagtail.contrib.redirects.models import Redirect

from cairn.newsroom.models import EventIndexPage, EventPage, NewsIndexPage, PublicPage, StoryPage
from cairn.publish.acts import publish_site


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
    lead_on_from_an_old_address,
    move_a_page,
    order_the_top_stories_anew,
    promote_the_person,
    put_the_figure_under_another_theme,
    rename_a_theme,
    rename_an_address,
    rename_the_organisation,
    rename_the_place,
    retitle_the_document,
    show_in_menus,
    take_a_page_back,
    write_a_draft,
    write_a_story,
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
