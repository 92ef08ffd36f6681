"""Everything the trace tells of, as area:thing:what happened to it."""

from enum import StrEnum


class Event(StrEnum):
    """An act, or a read of protected data. In alphabetical order; a test keeps the grammar."""

    ATTACHMENT_DELETED = "guard:attachment:deleted"
    ATTACHMENT_READ = "guard:attachment:read"
    ATTACHMENT_STORED = "guard:attachment:stored"
    DATA_KEY_DESTROYED = "guard:data-key:destroyed"
    KEY_ROTATION_FINISHED = "guard:key-rotation:finished"
    KEY_ROTATION_STARTED = "guard:key-rotation:started"
    TRACE_EXPORTED = "guard:trace:exported"
    TRACE_READ = "guard:trace:read"
