"""Why two records may be one person, or may not: codes that are kept with the pair, sentences for who reviews it."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reason(StrEnum):
    """What of two records agrees, or speaks against one person; the code is what is stored."""

    BIRTH_DATES_DIFFER = "birth-dates-differ"
    BIRTH_YEARS_CLOSE = "birth-years-close"
    DAY_AND_MONTH_SWAPPED = "day-and-month-swapped"
    DOCUMENTS_DIFFER = "documents-differ"
    FAMILY_NAMES_ALIKE = "family-names-alike"
    FAMILY_NAMES_DIFFER = "family-names-differ"
    FATHERS_ALIKE = "fathers-alike"
    FATHERS_DIFFER = "fathers-differ"
    GIVEN_NAMES_ALIKE = "given-names-alike"
    GIVEN_NAMES_DIFFER = "given-names-differ"
    NAMES_CHANGED_PLACES = "names-changed-places"
    NATIONALITIES_DIFFER = "nationalities-differ"
    NEARLY_SAME_DOCUMENT = "nearly-same-document"
    SAME_BIRTH_DATE = "same-birth-date"
    SAME_BIRTH_PLACE = "same-birth-place"
    SAME_BIRTH_YEAR = "same-birth-year"
    SAME_DAY_OF_ANOTHER_YEAR = "same-day-of-another-year"
    SAME_DOCUMENT = "same-document"
    SAME_FAMILY_NAME = "same-family-name"
    SAME_FATHER = "same-father"
    SAME_GIVEN_NAME = "same-given-name"
    SAME_TELEPHONE = "same-telephone"
    SEXES_DIFFER = "sexes-differ"

    @property
    def sentence(self) -> Promise:
        return _SENTENCES[self]

    @property
    def speaks_against(self) -> bool:
        return self.value.endswith("-differ")


_SENTENCES: dict[Reason, Promise] = {
    Reason.BIRTH_DATES_DIFFER: _("The dates of birth differ."),
    Reason.BIRTH_YEARS_CLOSE: _("The years of birth lie close together."),
    Reason.DAY_AND_MONTH_SWAPPED: _("Day and month of birth are swapped."),
    Reason.DOCUMENTS_DIFFER: _("The numbers of their documents differ."),
    Reason.FAMILY_NAMES_ALIKE: _("The family names sound alike."),
    Reason.FAMILY_NAMES_DIFFER: _("The family names differ."),
    Reason.FATHERS_ALIKE: _("The names of the fathers sound alike."),
    Reason.FATHERS_DIFFER: _("The names of the fathers differ."),
    Reason.GIVEN_NAMES_ALIKE: _("The given names sound alike."),
    Reason.GIVEN_NAMES_DIFFER: _("The given names differ, as those of brothers and sisters do."),
    Reason.NAMES_CHANGED_PLACES: _("The names are the same in another order."),
    Reason.NATIONALITIES_DIFFER: _("The nationalities differ."),
    Reason.NEARLY_SAME_DOCUMENT: _("The numbers of a document differ by one sign."),
    Reason.SAME_BIRTH_DATE: _("The dates of birth are the same."),
    Reason.SAME_BIRTH_PLACE: _("The places of birth are the same."),
    Reason.SAME_BIRTH_YEAR: _("The years of birth are the same."),
    Reason.SAME_DAY_OF_ANOTHER_YEAR: _("Day and month of birth are the same, in another year."),
    Reason.SAME_DOCUMENT: _("A document has the same number."),
    Reason.SAME_FAMILY_NAME: _("The family names are the same."),
    Reason.SAME_FATHER: _("The names of the fathers are the same."),
    Reason.SAME_GIVEN_NAME: _("The given names are the same."),
    Reason.SAME_TELEPHONE: _("A telephone number is the same, as it is for many families."),
    Reason.SEXES_DIFFER: _("The sexes differ."),
}
