"""The addresses of casework: opaque numbers and codes only."""

from cairn.programmes.casework.workspace import (
    approvals,
    case,
    conflicts,
    doing,
    files,
    handing,
    history,
    lists,
    money,
    moving,
    national,
    notes,
    of_person,
    records,
    timeline,
    trafficking,
    waiting,
)

app_name = "casework"
urlpatterns = [
    *lists.urls,
    *waiting.urls,
    *of_person.urls,
    *case.urls,
    *moving.urls,
    *timeline.urls,
    *records.urls,
    *notes.urls,
    *doing.urls,
    *files.urls,
    *money.urls,
    *approvals.urls,
    *handing.urls,
    *history.urls,
    *conflicts.urls,
    *trafficking.urls,
    *national.urls,
]
