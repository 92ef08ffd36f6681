"""The addresses of the register: opaque numbers only, never a name or a reference."""

from cairn.people.workspace import (
    bonds,
    consent,
    doubles,
    edits,
    files,
    handing,
    left,
    lists,
    looked,
    parts,
    person,
    privacy,
    register,
    retention,
    search,
    sheets,
)

app_name = "people"
urlpatterns = [
    *register.urls,
    *search.urls,
    *person.urls,
    *parts.urls,
    *bonds.urls,
    *files.urls,
    *edits.urls,
    *looked.urls,
    *handing.urls,
    *consent.urls,
    *privacy.urls,
    *retention.urls,
    *doubles.urls,
    *sheets.urls,
    *lists.urls,
    *left.urls,
]
