"""What a case may know of the catalogue, and what it may not."""

from wagtail.models import Locale

from cairn.mission.pathways import routes


def test_a_case_may_ask_for_the_routes_that_are_out(tell, catalogue, draft):
    tell()
    catalogue.add_child(instance=draft("Not yet"))
    (route,) = routes().values()
    assert (route.code, route.kind, route.destination) == ("joining-family", "family", "GB")
    assert [paper.names for paper in route.papers] == [{"en": "Passport"}, {"en": "Certificate of birth"}]
    assert route.is_open_to("SO")
    assert not route.is_open_to("FR")


def test_a_route_for_people_from_anywhere_is_open_to_all(tell):
    tell(origins=[])
    assert routes()["joining-family"].is_open_to("FR")


def test_a_route_and_its_documents_are_the_same_in_every_language(tell):
    page = tell()
    copy = page.copy_for_translation(Locale.objects.get(language_code="fr"), copy_parents=True)
    copy.title = "Rejoindre sa famille"
    papers = list(copy.papers.all())
    papers[0].name = "Passeport"
    copy.papers = papers
    copy.save_revision().publish()
    (route,) = routes().values()
    assert route.titles == {"en": "Joining family", "fr": "Rejoindre sa famille"}
    assert route.papers[0].names == {"en": "Passport", "fr": "Passeport"}


def test_a_route_that_was_taken_down_is_offered_no_more(tell):
    tell().unpublish()
    assert routes() == {}
