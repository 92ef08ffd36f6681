"""Views that leak, one in each way, for the test that tries the harness itself. Served by no installation."""

import logging

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import include, path

from cairn.guard.rights import Can
from cairn.guard.screens import Screen
from cairn.guard.trace import Event, record
from cairn.mission.urls import urlpatterns as honest
from cairn.people.models import Person


def _person(request):
    return Person.objects.get(pk=request.GET.get("id") or request.POST.get("id"))


def without_an_entry(request):
    return HttpResponse(f"<p>{_person(request).given_name.upper()}</p>")


def in_the_body(request):
    person = _person(request)
    with transaction.atomic():
        record(Event.PERSON_READ, person, by=request.user)
    return HttpResponse(f"<p>{person.given_name.upper()}</p>")


def by_reference(request):
    return HttpResponse(f"<p>{_person(request)}</p>")


def in_a_header(request):
    return HttpResponse(headers={"X-About": str(_person(request).family_name)})


def in_an_address(request):
    return redirect(f"/?name={_person(request).given_name}")


def in_a_link(request):
    return HttpResponse(f'<a href="/?q={_person(request).given_name}">on</a>')


def in_the_title(request):
    return HttpResponse(f"<title>{_person(request).given_name}</title>")


def in_a_log(request):
    logging.getLogger("cairn").warning("Looked at %s", str.__str__(_person(request).given_name))
    return HttpResponse("")


def in_a_message(request):
    messages.info(request, str.__str__(_person(request).given_name))
    return HttpResponse("")


def as_a_file(request):
    return HttpResponse(_person(request).photograph.open().read(), content_type="image/png")


def by_changing(request):
    Person.objects.filter(pk=request.POST.get("id")).update(is_archived=True)
    return HttpResponse("")


def by_pointing_at(request):
    from cairn.people.models import Relation

    mine, to = Person.objects.order_by("registered_at").first(), _person(request)
    Relation.objects.create(person=mine, to=to, data_key=mine.data_key, kind="sibling")
    return HttpResponse("")


def by_breaking(request):
    raise RuntimeError("An error page may show what it was about.")


class Counting(Screen):
    right = Can.PERSON_READ

    def get(self, request):
        return HttpResponse(f"{Person.objects.count()} people")


LEAKS = (
    without_an_entry, in_the_body, by_reference, in_a_header, in_an_address, in_a_link, in_the_title, in_a_log, in_a_message,
    as_a_file, by_changing, by_pointing_at, by_breaking,
)  # fmt: skip
planted = ([path(f"{leak.__name__}/", leak, name=leak.__name__) for leak in LEAKS], "people")
urlpatterns = [
    path("planted/", include(planted, namespace="planted-people")),
    path("people/loose/", include(([path("", in_the_body, name="loose")], "people"))),
    path("counting/", Counting.as_view(), name="counting"),
    *honest,
]
