"""A regional figure is built, approved by a second person and let out.

Run as a process of its own, with CAIRN_STORAGE naming a mission that has taken in what its neighbours published.
"""

import datetime as dt

from cairn.mission.django_start import start_django

TITLE = {"en": "The region", "fr": "La région", "ar": "المنطقة"}


def main() -> None:
    start_django()
    from cairn.evidence.acts import approve, ask_for_approval, draft_release, order_build, publish_release
    from cairn.evidence.models import Series
    from cairn.evidence.releases.building import build
    from cairn.guard.models import User

    maker, approver = (User.objects.get(username=name) for name in ("information", "programme"))
    release = draft_release(
        Series.objects.create(code="region", title=TITLE),
        by=maker,
        indicators=("deaths-in-the-region",),
        cut_off=dt.date(2015, 10, 21),
    )
    release = build(order_build(release, by=maker))
    ask_for_approval(release, by=maker)
    approve(release, by=approver)
    publish_release(release, by=maker)


if __name__ == "__main__":
    main()
