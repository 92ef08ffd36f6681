"""What a person may do, and how far around them it reaches. Which role has which stands in `roles.py`."""

from enum import IntEnum, StrEnum


class Can(StrEnum):
    """A right, as area:thing:action, in alphabetical order."""

    CASE_APPROVE = "casework:case:approve"
    CASE_EDIT = "casework:case:edit"
    CASE_OPEN = "casework:case:open"
    CASE_READ = "casework:case:read"
    MONEY_RELEASE = "casework:money:release"
    REFERRAL_SEND = "casework:referral:send"
    INDICATOR_REVIEW = "evidence:indicator:review"
    INDICATOR_WRITE = "evidence:indicator:write"
    RELEASE_APPROVE = "evidence:release:approve"
    RELEASE_BUILD = "evidence:release:build"
    RELEASE_READ = "evidence:release:read"
    RELEASE_WITHDRAW = "evidence:release:withdraw"
    COLLEAGUE_PLACE = "guard:colleague:place"
    GLASS_BREAK = "guard:glass:break"
    GLASS_REVIEW = "guard:glass:review"
    TRACE_EXPORT = "guard:trace:export"
    TRACE_READ = "guard:trace:read"
    CONSENT_READ = "people:consent:read"
    CONSENT_RECORD = "people:consent:record"
    CONSENT_WITHDRAW = "people:consent:withdraw"
    DUPLICATE_REVIEW = "people:duplicate:review"
    EXEMPTION_DECIDE = "people:exemption:decide"
    PERSON_DISCLOSE = "people:person:disclose"
    PERSON_EDIT = "people:person:edit"
    PERSON_ERASE = "people:person:erase"
    PERSON_EXPORT = "people:person:export"
    PERSON_IMPORT = "people:person:import"
    PERSON_READ = "people:person:read"
    PERSON_REGISTER = "people:person:register"
    RETENTION_REVIEW = "people:retention:review"
    TRACKING_RECORD = "tracking:record:record"
    VICTIM_KEEP = "tracking:victim:keep"
    VICTIM_READ = "tracking:victim:read"


class Reach(IntEnum):
    """Whose rows a role stands beside: wider includes narrower."""

    NOBODY = 0
    OWN = 1
    TEAM = 2
    OFFICE = 3
    MISSION = 4


# Acts that cannot be taken back, or that carry data away: the colleague shows again who they are.
STEP_UP = frozenset(
    {
        Can.GLASS_BREAK,
        Can.PERSON_DISCLOSE,
        Can.PERSON_ERASE,
        Can.PERSON_EXPORT,
        Can.REFERRAL_SEND,
        Can.TRACE_EXPORT,
    }
)
