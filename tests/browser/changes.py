"""What a mission lives through, done to a copy of the demonstration: every event meets a change, and texts are corrected.

Run as a process of its own, with CAIRN_STORAGE naming the copy; it publishes what it changed.
"""

import datetime as dt
from itertools import cycle

from cairn.mission.django_start import start_django

# Each language begins at another place, so that all its pages together show every state.
STATES = ("cancelled", "postponed", "rescheduled", "moved_online")
NOTES = {
    "en": "The hall is being repaired.",
    "fr": "La salle est en travaux.",
    "ar": "القاعة قيد الإصلاح.",
}


def main() -> None:
    start_django()
    from cairn.newsroom.models import Correction, EventPage, StoryPage
    from cairn.publish.acts import publish_site

    state = cycle(STATES)
    for event in EventPage.objects.live().order_by("locale_id", "pk"):
        event.status, event.status_note = next(state), NOTES[event.language]
        if event.status == "rescheduled":
            event.previous_starts_on, event.previous_starts_at = event.starts_on, event.starts_at
        if event.status == "moved_online":
            event.online_url, event.attendance = "https://rooms.example/symposium", "online"
        event.save_revision().publish()
    for story in StoryPage.objects.live():
        note = Correction(corrected_on=dt.date(2015, 11, 12), note=NOTES[story.language], locale=story.locale)
        story.corrections.add(note)
        story.save_revision().publish()
    publish_site()


if __name__ == "__main__":
    main()
