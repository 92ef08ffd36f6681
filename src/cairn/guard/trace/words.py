"""The trace in the words of people: what each event says on a screen."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.guard.trace.events import Event

# One line for each event; a test finds those that are missing.
EVENT_WORDS: dict[Event, Any] = {
    Event.ATTACHMENT_DELETED: _("deleted a file"),
    Event.ATTACHMENT_READ: _("opened a file"),
    Event.ATTACHMENT_STORED: _("stored a file"),
    Event.BACKUP_MADE: _("made a backup"),
    Event.BACKUP_RESTORED: _("restored a backup"),
    Event.COLLEAGUE_DEACTIVATED: _("closed a colleague's account"),
    Event.COLLEAGUE_PLACED: _("changed a colleague's office or teams"),
    Event.COLLEAGUE_REACTIVATED: _("opened a colleague's account again"),
    Event.CONFLICT_SETTLED: _("decided between two edits"),
    Event.DATA_KEY_DESTROYED: _("destroyed a key"),
    Event.DOUBLES_SEARCHED: _("searched for possible doubles"),
    Event.DOUBLE_DECIDED: _("decided about a possible double"),
    Event.GLASS_BROKEN: _("broke the glass"),
    Event.GLASS_CLOSED: _("closed broken glass before its hour"),
    Event.GLASS_MISSED: _("typed a code that opened nothing"),
    Event.GLASS_REVIEWED: _("read why glass was broken"),
    Event.HOUSEHOLD_JOINED: _("put somebody into a household"),
    Event.HOUSEHOLD_LEFT: _("took somebody out of a household"),
    Event.KEY_ROTATION_FINISHED: _("finished a change of the master key"),
    Event.KEY_ROTATION_STARTED: _("began a change of the master key"),
    Event.PART_ADDED: _("added to a record"),
    Event.PART_CHANGED: _("changed a part of a record"),
    Event.PART_REMOVED: _("removed a part of a record"),
    Event.PEOPLE_MERGED: _("joined two records"),
    Event.PEOPLE_SEPARATED: _("took two joined records apart"),
    Event.PERSON_CHANGED: _("changed a record"),
    Event.PERSON_HANDED_OVER: _("handed a record over"),
    Event.PERSON_LISTED: _("looked at a list"),
    Event.PERSON_READ: _("read a record"),
    Event.PERSON_REGISTERED: _("registered somebody"),
    Event.PERSON_SEARCHED: _("searched"),
    Event.RELATION_MADE: _("related two people"),
    Event.RELATION_REMOVED: _("took a relation back"),
    Event.ROLE_GIVEN: _("gave a role"),
    Event.ROLE_TAKEN: _("took a role away"),
    Event.SECOND_FACTOR_ADDED: _("set up a second factor"),
    Event.SECOND_FACTOR_FAILED: _("failed at the second factor"),
    Event.SECOND_FACTOR_REMOVED: _("removed a second factor"),
    Event.SIGNED_IN: _("signed in"),
    Event.SIGNED_OUT: _("signed out"),
    Event.SIGN_IN_REFUSED: _("was refused at the door"),
    Event.TRACE_EXPORTED: _("exported the trace"),
    Event.TRACE_READ: _("read the trace"),
}

DETAIL_WORDS: dict[str, Any] = {
    "colleague": _("colleague"),
    "count": _("conflicts"),
    "fields": _("fields"),
    "format": _("format"),
    "office": _("office"),
    "person": _("person"),
    "role": _("role"),
    "rows": _("rows"),
    "to": _("to"),
    "tokens": _("words"),
}
