"""Nadia chooses a figure in three steps that need no script; what does not hold is refused in her language."""

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from cairn.evidence.models import Released
from cairn.newsroom.models import Figure, Theme

pytestmark = pytest.mark.django_db


def camps(release) -> Released:
    return release.released.get(code="people-in-camps")


def words_address(release, cell: str = "", **more: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in {"cell": cell, **more}.items())
    return f"{reverse('figures:words', args=[camps(release).pk])}?{query}"


def chosen(**fields: str) -> dict[str, str]:
    return {
        "phrase": "doubled:6000",
        "claim": "",
        "number": "",
        "names_unit": "",
        "follows": "",
        "code": "camps",
        **fields,
    }


def test_each_step_leads_to_the_next(put_out, nadia):
    release = put_out()
    first = nadia.sees(reverse("figures:indicators"))
    assert reverse("figures:cells", args=[camps(release).pk]) in first
    second = nadia.sees(reverse("figures:cells", args=[camps(release).pk]))
    assert words_address(release) in second
    assert "The dunes" in second
    assert words_address(release, "camp%3Ddunes") in second


def test_a_hidden_cell_is_counted_and_not_offered(put_out, nadia):
    release = put_out()
    page = nadia.sees(reverse("figures:cells", args=[camps(release).pk]))
    assert "1 cell is hidden to protect people" in page
    assert "The road" not in page
    assert nadia.client.get(words_address(release, "camp%3Droad")).status_code == 404


@pytest.mark.usefixtures("catalogues")
def test_each_phrase_that_holds_is_shown_as_readers_of_each_language_will_see_it(put_out, nadia):
    page = nadia.sees(words_address(put_out()))
    assert 'lang="en" dir="ltr">doubled to 6,000</bdi>' in page
    assert 'lang="fr" dir="ltr">doublé pour atteindre 6\u202f000</bdi>' in page
    assert 'lang="ar" dir="rtl">تضاعف إلى 6,000</bdi>' in page
    assert "more than doubled" not in page


def test_with_what_is_counted(put_out, nadia):
    assert "doubled to 6,000 people" in nadia.sees(words_address(put_out(), names_unit="1"))


def test_the_chosen_phrase_becomes_a_figure(put_out, nadia):
    release = put_out()
    theme = Theme.objects.create(code="calais", names={"en": "Calais"})
    answer = nadia.client.post(words_address(release), {**chosen(follows="yes"), "themes": [theme.pk]})
    figure = Figure.objects.get()
    assert answer.url == reverse("figures:figure", args=[figure.pk])
    assert (figure.phrase["en"], figure.release, figure.follows) == ("doubled to 6,000", release, True)
    assert (figure.value, figure.as_of.isoformat(), list(figure.themes.all())) == (
        6_000,
        "2015-10-21",
        [theme],
    )
    assert "doubled to 6,000" in nadia.sees(answer.url)


def test_words_of_her_own_are_checked(put_out, nadia):
    release = put_out()
    answer = nadia.client.post(words_address(release), chosen(phrase="other", claim="over", number="6000"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“over 6,000” does not hold. It is this number and not more: “over” says more." in page
    assert "“over 5,900”" in page
    assert (
        nadia.client.post(
            words_address(release), chosen(phrase="other", claim="over", number="5500")
        ).status_code
        == 302
    )
    assert Figure.objects.get().phrase["en"] == "over 5,500"


@pytest.mark.parametrize(
    "wrong",
    [{"claim": "", "number": "3"}, {"claim": "over", "number": ""}, {"claim": "one-in", "number": "1"}],
)
def test_half_a_phrase_is_asked_for_again(put_out, nadia, wrong):
    assert nadia.client.post(words_address(put_out()), chosen(phrase="other", **wrong)).status_code == 422


@pytest.mark.usefixtures("catalogues")
def test_a_refusal_is_in_the_language_of_the_colleague(put_out, nadia):
    UserProfile.objects.create(user=nadia.user, preferred_language="fr")
    answer = nadia.client.post(words_address(put_out()), chosen(phrase="other", claim="over", number="6000"))
    assert "« plus de 6\u202f000 » n’est pas exact." in answer.content.decode()


def test_a_code_is_used_once(put_out, nadia):
    release = put_out()
    nadia.client.post(words_address(release), chosen())
    assert nadia.client.post(words_address(release), chosen()).status_code == 422
    assert 'value="people-in-camps"' in nadia.sees(words_address(release))


def test_what_is_withdrawn_is_not_offered(put_out, nadia, withdraw):
    release = put_out()
    address = words_address(release)
    withdraw(release)
    assert "No release is out yet" in nadia.sees(reverse("figures:indicators"))
    assert nadia.client.get(address).status_code == 404


def test_an_older_release_can_be_quoted_on_purpose(put_out, nadia):
    first, second = put_out(), put_out(people=6_200)
    page = nadia.sees(reverse("figures:cells", args=[camps(second).pk]))
    assert reverse("figures:cells", args=[camps(first).pk]) in page
    nadia.client.post(words_address(first), chosen())
    assert Figure.objects.get().release == first


def test_the_quoting_form_says_that_our_own_counts_are_not_typed(nadia):
    page = nadia.sees(reverse("wagtailsnippets_newsroom_figure:add"))
    assert "This form is for a number that somebody else has published." in page
    assert f'<a href="{reverse("figures:indicators")}">' in page


def test_a_figure_from_a_release_has_no_form_to_type_in(put_out, choose, nadia):
    figure = choose(put_out())
    edit = reverse("wagtailsnippets_newsroom_figure:edit", args=[figure.pk])
    for answer in (nadia.client.get(edit), nadia.client.post(edit, {"value": "7000"})):
        assert answer.url == reverse("figures:figure", args=[figure.pk])
    figure.refresh_from_db()
    assert figure.value == 6_000


def test_the_chooser_tells_a_sentence_what_readers_will_see(put_out, choose, nadia):
    figure = choose(put_out())
    chosen = nadia.client.get(
        reverse("wagtailsnippetchoosers_newsroom_figure:chosen", args=[figure.pk])
    ).json()
    assert chosen["result"]["sentences"]["en"] == "doubled to 6,000"


def test_stale_figures_stand_with_both_sentences_and_one_act(put_out, choose, story_with, nadia):
    figure = choose(put_out())
    story_with(figure)
    put_out(people=6_200)
    page = nadia.sees(reverse("figures:stale"))
    assert all(words in page for words in ("doubled to 6,000", "doubled to 6,200", "A bridge opens"))
    nadia.client.post(reverse("figures:accept", args=[figure.pk]))
    figure.refresh_from_db()
    assert figure.phrase["en"] == "doubled to 6,200"
    assert "Every figure says what its newest release says" in nadia.sees(reverse("figures:stale"))


def test_keeping_is_one_act_too(put_out, choose, nadia):
    figure = choose(put_out(), follows=True)
    put_out(people=5_600)
    nadia.client.post(reverse("figures:keep", args=[figure.pk]))
    assert "Every figure says" in nadia.sees(reverse("figures:stale"))


def test_another_cell_for_a_figure_that_stands(put_out, choose, nadia):
    release = put_out()
    figure = choose(release)
    address = words_address(release, "camp%3Ddunes", figure=str(figure.pk))
    nadia.client.post(address, chosen(phrase="exactly:5997"))
    figure.refresh_from_db()
    assert (figure.cell, figure.phrase["en"]) == ("camp=dunes", "5,997")


@pytest.mark.parametrize("name", ["figures:indicators", "figures:stale"])
def test_who_may_not_write_figures_sees_none_of_it(ada, name):
    assert ada.client.get(reverse(name)).status_code == 403
