"""A release of the demonstration is withdrawn, and the site published.

Run as a process of its own, with CAIRN_STORAGE naming a copy.
"""

from cairn.mission.django_start import start_django

WHY = {
    "en": "A site was counted twice.",
    "fr": "Un site a été compté deux fois.",
    "ar": "حُسب موقع مرتين.",
}


def main() -> None:
    start_django()
    from cairn.evidence.acts import withdraw_release
    from cairn.evidence.models import Release
    from cairn.guard.models import User
    from cairn.publish.acts import publish_site

    release = Release.objects.get(series__code="calais", number=1)
    withdraw_release(release, by=User.objects.get(username="programme"), why=WHY)
    publish_site()


if __name__ == "__main__":
    main()
