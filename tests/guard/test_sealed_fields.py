"""Sealed fields are ordinary in Python; the database holds nothing of them, and nothing can be moved or changed."""

import json
import uuid
from datetime import date

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.test.utils import isolate_apps
from hypothesis import given, settings
from hypothesis import strategies as st
from stones import Companion, Traveller, again, column, put

from cairn.guard.keys import CannotOpen, KeyDestroyed
from cairn.guard.models import DataKey
from cairn.guard.sealed import Protected, SealedFieldError, SealedText
from cairn.guard.sealed.envelope import padded, unpadded

pytestmark = pytest.mark.usefixtures("stones")
NAME, VILLAGE = "Ardita Hoxhaj", "Zall-Bastar"


class TestInPython:
    def test_values_come_back_as_they_were(self, ardita):
        seen = again(ardita)
        assert (seen.name, seen.story, seen.sex) == (NAME, f"From {VILLAGE}", "f")
        assert (seen.born_on, seen.children, seen.is_alone, seen.knows) == (date(1990, 2, 28), 2, True, None)
        assert seen.needs == {"diet": "halal", "stairs": [False]}
        assert seen.get_sex_display() == "female"
        assert isinstance(seen.name, str)
        assert f"{seen.name} of {seen.born_on:%Y}" == f"{NAME} of 1990"
        assert json.loads(json.dumps(seen.needs)) == seen.needs

    @settings(max_examples=60, deadline=None)
    @given(
        text=st.text(st.characters(exclude_categories=["Cs"])),
        day=st.dates(),
        number=st.integers(),
        what=st.data(),
    )
    def test_whatever_it_is(self, django_db_blocker, text, day, number, what):
        json_values = st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
            lambda inner: (
                st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
            ),
            max_leaves=5,
        )
        needs = what.draw(json_values.filter(lambda value: value is not None))
        written = self.written
        written.name, written.born_on, written.children, written.needs = text, day, number, needs
        written.save()
        seen = again(written)
        assert (seen.name, seen.born_on, seen.children, seen.needs) == (text, day, number, needs)

    @pytest.fixture(autouse=True)
    def _written(self, ardita):
        self.written = ardita

    def test_nothing_is_opened_before_it_is_read(self, ardita, django_assert_num_queries):
        with django_assert_num_queries(1):
            seen = again(ardita)
            assert str(seen) == "P-7K3M"
        with django_assert_num_queries(1):
            assert (seen.name, seen.sex) == (NAME, "f")  # One query, for the key.

    def test_many_rows_with_their_keys_are_one_query(self, ardita, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert [row.name for row in Traveller.objects.with_keys()] == [NAME]

    def test_deferred_fields_are_fetched_when_read(self, ardita):
        seen = Traveller.objects.only("reference").get(pk=ardita.pk)
        assert "name" in seen.get_deferred_fields()
        assert seen.name == NAME
        seen.reference = "P-0001"
        seen.save()
        assert again(ardita).name == NAME

    def test_refreshing_takes_what_the_database_has(self, ardita):
        other = again(ardita)
        other.name = "Besa"
        other.save()
        ardita.refresh_from_db()
        assert ardita.name == "Besa"
        assert ardita.born_on == date(1990, 2, 28)

    def test_saving_what_did_not_change_writes_the_same_bytes(self, ardita):
        seen = again(ardita)
        before = {name: column(ardita, name) for name in ("name", "born_on", "needs")}
        seen.full_clean()
        seen.name, seen.born_on = NAME, date(1990, 2, 28)
        seen.save()
        assert {name: column(ardita, name) for name in before} == before

    def test_a_change_inside_a_table_is_noticed(self, ardita):
        seen = again(ardita)
        seen.needs["stairs"].append(True)
        seen.save()
        assert again(ardita).needs["stairs"] == [False, True]
        seen.needs["stairs"][0] = 0  # Equal to False in Python, another thing in JSON.
        seen.save()
        assert again(ardita).needs["stairs"][0] is not False

    def test_nothing_known_is_null_and_can_be_asked_for(self, ardita):
        assert column(ardita, "knows") is None
        assert Traveller.objects.filter(knows=None, born_on__isnull=False).get() == ardita

    def test_many_are_made_at_once(self, db):
        keys = DataKey.objects.make_many(3)
        Traveller.objects.bulk_create(
            [Traveller(reference=str(n), name=f"{NAME} {n}", data_key=key) for n, key in enumerate(keys)]
        )
        assert {row.name for row in Traveller.objects.with_keys()} >= {f"{NAME} {n}" for n in range(3)}


class TestInTheDatabase:
    def test_there_is_no_word_of_it(self, ardita):
        for name in ("name", "story", "sex", "born_on", "needs"):
            held = column(ardita, name)
            assert not any(word in held for word in (b"Ardita", b"Zall", b"1990", b"halal"))

    def test_equal_words_do_not_look_equal_and_lengths_tell_little(self, ardita):
        other = Traveller.objects.create(reference="P-2", data_key=ardita.data_key, name=NAME, sex="m")
        assert column(other, "name") != column(ardita, "name")
        assert len(column(other, "sex")) == len(column(ardita, "sex")) == len(column(ardita, "name"))

    @given(st.binary(max_size=3000))
    def test_padding_comes_off_again(self, plain):
        assert unpadded(padded(plain)) == plain
        assert len(padded(plain)) % 32 == 0

    def test_a_value_opens_in_no_other_row_field_or_model(self, ardita):
        other = Traveller.objects.create(reference="P-2", data_key=ardita.data_key, name="Besa")
        companion = Companion.objects.create(reference="C-1", data_key=ardita.data_key, name="Dritan")
        held = column(ardita, "name")
        for row, field in ((other, "name"), (ardita, "story"), (companion, "name")):
            put(row, field, held)
            with pytest.raises(CannotOpen) as refused:
                getattr(again(row), field)
            assert NAME not in str(refused.value)
        twin = Companion(id=ardita.pk, reference="C-2", data_key=ardita.data_key, name="Besa")
        twin.save()
        put(twin, "name", held)
        with pytest.raises(CannotOpen):
            again(twin).name  # noqa: B018

    def test_a_value_opens_under_the_name_it_was_known_by(self, ardita):
        heir = Companion(id=ardita.pk, reference="C-1", data_key=ardita.data_key, name="Besa")
        heir.save()
        put(heir, "town", column(ardita, "story"))
        assert again(heir).town == f"From {VILLAGE}"

    def test_changed_bytes_do_not_open(self, ardita):
        held = bytearray(column(ardita, "name"))
        held[20] ^= 1
        put(ardita, "name", bytes(held))
        with pytest.raises(CannotOpen):
            again(ardita).name  # noqa: B018

    def test_another_persons_key_does_not_open_it(self, ardita):
        Traveller.objects.filter(pk=ardita.pk).update(data_key=DataKey.objects.make())
        with pytest.raises(CannotOpen):
            again(ardita).name  # noqa: B018

    def test_a_row_saved_under_another_number_is_refused(self, ardita):
        seen = again(ardita)
        seen.pk = uuid.uuid4()
        seen._state.adding = True
        with pytest.raises(SealedFieldError, match="sealed for another row or key"):
            seen.save()

    def test_a_field_added_to_a_table_with_rows_is_empty_there(self, ardita):
        put(ardita, "story", b"")
        put(ardita, "needs", b"")
        seen = again(ardita)
        assert (seen.story, seen.needs) == ("", {})
        seen.needs["diet"] = "none"
        seen.save()
        assert again(ardita).needs == {"diet": "none"}


class TestAfterErasure:
    @pytest.fixture
    def erased(self, ardita):
        ardita.data_key.destroyed_at = ardita.data_key.made_at
        ardita.data_key.wrapped, ardita.data_key.master = b"", None
        ardita.data_key.save()
        return again(ardita)

    def test_nothing_opens_and_the_row_still_has_its_reference(self, erased):
        assert str(erased) == "P-7K3M"
        for name in ("name", "born_on", "needs"):
            with pytest.raises(KeyDestroyed):
                getattr(erased, name)

    def test_nothing_new_is_sealed(self, erased):
        erased.name = NAME
        with pytest.raises(KeyDestroyed):
            erased.save()


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        "asked",
        [
            {"name": NAME},
            {"name__icontains": "ardita"},
            {"name__in": [NAME]},
            {"born_on__year": 1990},
            {"born_on__gt": date(1990, 1, 1)},
            {"needs__diet": "halal"},
            {"sex": "f"},
        ],
    )
    def test_the_database_is_never_asked_to_compare(self, asked):
        for way in (Traveller.objects.filter, Traveller.objects.exclude, Traveller.objects.get):
            with pytest.raises(FieldError) as refused:
                way(**asked)
            assert NAME not in str(refused.value)

    def test_nor_to_order(self):
        with pytest.raises(SealedFieldError, match="cannot order by it"):
            Traveller.objects.order_by("-name")

    def test_nor_to_write_past_the_row(self, ardita):
        with pytest.raises(SealedFieldError, match="set it on the instance"):
            Traveller.objects.update(name=NAME)
        ardita.name = "Besa"
        with pytest.raises(SealedFieldError) as refused:
            Traveller.objects.bulk_update([ardita], ["name"])
        assert "Besa" not in str(refused.value)

    def test_a_row_without_a_key_is_not_saved(self, db):
        with pytest.raises(SealedFieldError, match="needs a data key") as refused:
            Traveller(reference="P-1", name=NAME).save()
        assert NAME not in str(refused.value)

    @pytest.mark.parametrize(
        ("field", "value"),
        [("born_on", "31 June"), ("children", NAME), ("is_alone", NAME), ("name", "\ud800")],
    )
    def test_a_value_of_another_kind_is_refused_and_not_repeated(self, ardita, field, value):
        setattr(ardita, field, value)
        for way in (ardita.clean_fields, ardita.save):
            with pytest.raises((SealedFieldError, ValidationError)) as refused:
                way()
            assert value not in str(refused.value)

    def test_too_long_is_refused_kindly(self, ardita):
        ardita.name = "x" * 41
        with pytest.raises(ValidationError, match="at most 40 characters"):
            ardita.full_clean()

    def test_letters_that_nobody_sees_are_taken_out(self, ardita):
        ardita.name, ardita.story = "\u202eAr\x07dita  H.\u200b", "\u202eOne\r\n  two\x07\u2028three\0"
        ardita.full_clean()
        assert (ardita.name, ardita.story) == ("Ar dita H.", "One\n  two\nthree")

    def test_and_hide_nothing_that_is_refused(self, ardita):
        for hidden in ("\u202e\x07", "\u200bcairn-sealed:AAAA"):
            ardita.name = hidden
            with pytest.raises(ValidationError):
                ardita.full_clean()

    @isolate_apps("cairn.guard")
    def test_models_are_told_what_a_sealed_field_cannot_be(self):
        class Bare(models.Model):  # noqa: DJ008
            name = SealedText(unique=True)
            town = SealedText(db_index=True)

            class Meta:
                app_label = "stones"
                ordering = ("town",)

        class Nameless(Protected):
            class Meta:
                app_label = "stones"

        said = " ".join(fault.msg for fault in [*Bare.check(), *Nameless.check()])
        for words in (
            "cannot be unique",
            "cannot be indexed",
            "Protected model",
            "ordered by",
            "“reference”",
        ):
            assert words in said
        assert [fault for fault in Traveller.check() if fault.id.startswith("guard")] == []

    def test_a_model_that_says_nothing_shows_nothing(self, ardita, amina):
        assert not Traveller.objects.visible_to(amina).exists()
