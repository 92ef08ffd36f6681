"""Colleagues of a demonstration sign in, each with both factors. Answers the session of each by their name, as JSON.

Run as a process of its own, with CAIRN_STORAGE naming the mission and their names as its arguments.
"""

import json
import sys
from pathlib import Path

from cairn.mission.django_start import start_django


def main(*names: str) -> None:
    start_django()
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from django.conf import settings

    from cairn.guard.models import User
    from signed_in import signed_in

    found = {name: signed_in(User.objects.get(username=name)).cookies for name in names}
    print(json.dumps({name: cookies[settings.SESSION_COOKIE_NAME].value for name, cookies in found.items()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
