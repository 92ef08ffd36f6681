"""Everything the trace tells of, as area:thing:what happened to it."""

from enum import StrEnum


class Event(StrEnum):
    """An act, or a read of protected data. In alphabetical order; a test keeps the grammar."""

    ATTACHMENT_DELETED = "guard:attachment:deleted"
    ATTACHMENT_READ = "guard:attachment:read"
    ATTACHMENT_STORED = "guard:attachment:stored"
    CONFLICT_SETTLED = "guard:conflict:settled"
    DATA_KEY_DESTROYED = "guard:data-key:destroyed"
    GLASS_BROKEN = "guard:glass:broken"
    HOUSEHOLD_JOINED = "people:household:joined"
    HOUSEHOLD_LEFT = "people:household:left"
    KEY_ROTATION_FINISHED = "guard:key-rotation:finished"
    KEY_ROTATION_STARTED = "guard:key-rotation:started"
    PART_ADDED = "people:part:added"
    PART_CHANGED = "people:part:changed"
    PART_REMOVED = "people:part:removed"
    PERSON_CHANGED = "people:person:changed"
    PERSON_HANDED_OVER = "people:person:handed-over"
    PERSON_LISTED = "people:person:listed"
    PERSON_READ = "people:person:read"
    PERSON_REGISTERED = "people:person:registered"
    PERSON_SEARCHED = "people:person:searched"
    RELATION_MADE = "people:relation:made"
    RELATION_REMOVED = "people:relation:removed"
    TRACE_EXPORTED = "guard:trace:exported"
    TRACE_READ = "guard:trace:read"
