"""Nobody reads a sealed value by accident: not in queries, logs, dumps or pickles; forms show it to whom they serve."""

import copy
import io
import logging
import pickle
from datetime import date

import pytest
from django import forms
from django.core import serializers
from django.db import connection
from django.test.utils import CaptureQueriesContext
from stones import Traveller, again

from cairn.guard.models import DataKey
from cairn.guard.sealed.plain import MASK

pytestmark = pytest.mark.usefixtures("stones")
NAME, VILLAGE = "Ardita Hoxhaj", "Zall-Bastar"


class TestNothingLeaks:
    def test_into_queries(self, db):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            row = Traveller.objects.create(
                reference="P", data_key=DataKey.objects.make(), name=NAME, story=VILLAGE
            )
            row.story = f"Left {VILLAGE}"
            row.save()
            list(Traveller.objects.filter(pk=row.pk))
        said = " ".join(query["sql"] for query in queries.captured_queries)
        assert "INSERT" in said
        assert not any(
            form in said for word in (NAME, VILLAGE) for form in (word, word.encode().hex(), word.upper())
        )

    def test_into_logs_and_representations(self, ardita):
        seen = again(ardita)
        seen.needs = {"diet": NAME}
        stream = io.StringIO()
        log = logging.getLogger("tested")
        log.addHandler(handler := logging.StreamHandler(stream))
        log.warning("%s %r %r", seen, seen, seen.__dict__)
        log.warning("%r %r %r %r", seen.name, seen.born_on, seen.needs, [seen.story])
        log.removeHandler(handler)
        said = stream.getvalue() + repr(list(Traveller.objects.values())) + repr(vars(ardita))
        assert "P-7K3M" in said
        assert MASK in said
        assert not any(word in said for word in (NAME, VILLAGE, "1990", "halal"))

    def test_into_values_which_stay_closed(self, ardita):
        assert str(Traveller.objects.values_list("name", flat=True)[0]) == MASK

    @pytest.mark.parametrize("format", ["json", "jsonl", "xml", "python"])
    def test_into_dumps_which_can_be_loaded_again(self, ardita, format):
        dumped = serializers.serialize(format, [again(ardita)])
        assert not any(word in str(dumped) for word in (NAME, VILLAGE, "1990", "halal"))
        Traveller.objects.all().delete()
        for loaded in serializers.deserialize(format, dumped):
            loaded.save()
        seen = again(ardita)
        assert (seen.name, seen.born_on, seen.needs["diet"], seen.knows) == (
            NAME,
            date(1990, 2, 28),
            "halal",
            None,
        )

    def test_into_pickles(self, ardita):
        for thing in (again(ardita), ardita.name, ardita.born_on, ardita.needs):
            with pytest.raises(TypeError, match="pass the id of its row"):
                pickle.dumps(thing)

    def test_copies_in_memory_work_and_are_their_own(self, ardita):
        other = copy.deepcopy(ardita)
        other.needs["diet"] = "none"
        assert (other.name, ardita.needs["diet"]) == (NAME, "halal")
        assert copy.copy(ardita.name) == copy.deepcopy(ardita.name) == NAME
        assert copy.deepcopy(ardita.born_on) == copy.copy(ardita.born_on) == ardita.born_on
        assert copy.copy(ardita.needs) == copy.deepcopy(ardita.needs)


class TravellerForm(forms.ModelForm):
    class Meta:
        model = Traveller
        fields = ("reference", "name", "story", "sex", "born_on", "children", "is_alone", "knows", "needs")


POSTED = {
    "reference": "P-7K3M",
    "name": NAME,
    "story": f"From {VILLAGE}",
    "sex": "f",
    "born_on": "1990-02-28",
    "children": "2",
    "is_alone": "on",
    "knows": "unknown",
    "needs": '{"diet": "halal", "stairs": [false]}',
}


class TestInForms:
    def test_a_form_shows_the_values(self, ardita):
        drawn = TravellerForm(instance=again(ardita)).as_p()
        for part in (
            f'value="{NAME}"',
            f"From {VILLAGE}</textarea>",
            'value="1990-02-28"',
            'value="f" selected',
            "checked",
        ):
            assert part in drawn
        assert "halal" in drawn
        assert MASK not in drawn

    def test_a_form_keeps_what_is_posted(self, ardita):
        form = TravellerForm(
            POSTED | {"name": "Besa", "knows": "true", "children": ""}, instance=again(ardita)
        )
        assert form.is_valid(), form.errors
        form.save()
        seen = again(ardita)
        assert (seen.name, seen.knows, seen.children, seen.born_on) == ("Besa", True, None, date(1990, 2, 28))

    def test_a_form_knows_what_changed(self, ardita):
        assert TravellerForm(POSTED, instance=again(ardita)).changed_data == []
        form = TravellerForm(POSTED | {"name": "Besa", "needs": "{}"}, instance=again(ardita))
        assert form.changed_data == ["name", "needs"]

    def test_a_form_makes_a_new_row(self, db):
        form = TravellerForm(POSTED, instance=Traveller(data_key=DataKey.objects.make()))
        assert again(form.save()).needs == {"diet": "halal", "stairs": [False]}

    def test_a_form_says_kindly_what_is_wrong(self, ardita):
        wrong = {"name": "", "sex": "x", "born_on": "31 June", "children": "two", "needs": "{"}
        form = TravellerForm(POSTED | wrong, instance=again(ardita))
        assert set(form.errors) == set(wrong)

    def test_a_disabled_field_keeps_its_value(self, ardita):
        form = TravellerForm(POSTED | {"name": "Besa"}, instance=again(ardita))
        form.fields["name"].disabled = True
        form.save()
        assert again(ardita).name == NAME

    def test_the_words_of_a_dump_are_no_way_in(self, ardita):
        form = TravellerForm(POSTED | {"name": "cairn-sealed:AAAA"}, instance=again(ardita))
        assert "name" in form.errors
