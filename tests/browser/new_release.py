"""A count of the demonstration is corrected, a new release is built, approved and let out, and the site published.

Run as a process of its own, with CAIRN_STORAGE naming a copy and the people of the first site as its argument. It answers
the session of the demonstration's communications officer.
"""

import sys

from cairn.mission.django_start import start_django

WHY = "The count at the dunes was added up once more."


def main(people: int) -> None:
    start_django()
    from django.conf import settings
    from django.test import Client

    from cairn.demo.releases import CODE, RELEASES
    from cairn.evidence.acts import approve, ask_for_approval, draft_release, order_build, publish_release
    from cairn.evidence.models import Series
    from cairn.evidence.releases.building import build
    from cairn.guard.models import User
    from cairn.programmes.tracking.acts import correct
    from cairn.programmes.tracking.models import Assessment
    from cairn.publish.acts import publish_site

    cast = {user.username: user for user in User.objects.all()}
    planned = next(one for one in RELEASES if one.code == CODE)
    series, maker = Series.objects.get(code=CODE), cast["information"]
    count = Assessment.objects.standing().filter(site__code="FR-CAL-01").latest("counted_on")
    correct(count, by=cast["field-partner"], reason=WHY, people=people)
    told = {"indicators": planned.indicators, "cut_off": planned.cut_off}
    release = draft_release(series, by=maker, changes=dict.fromkeys(("en", "fr", "ar"), WHY), **told)
    release = build(order_build(release, by=maker))
    ask_for_approval(release, by=maker)
    approve(release, by=cast["programme"])
    publish_release(release, by=maker)
    publish_site()
    client = Client()
    client.force_login(cast["communications"], backend=settings.AUTHENTICATION_BACKENDS[1])
    print(client.cookies[settings.SESSION_COOKIE_NAME].value)


if __name__ == "__main__":
    main(int(sys.argv[1]))
