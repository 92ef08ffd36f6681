"""What colleagues do with releases, with indicators and with facts. Each is traced with the change itself."""

from cairn.evidence.acts.facts import order_snapshot
from cairn.evidence.acts.indicators import (
    begin_indicator,
    keep_text,
    put_up_for_review,
    retire_indicator,
    return_text,
    review_indicator,
)
from cairn.evidence.acts.neighbours import look_at, order_look, subscribe, unsubscribe
from cairn.evidence.acts.releases import (
    approve,
    ask_for_approval,
    begin_series,
    change_draft,
    draft_release,
    drop_draft,
    go_on_building,
    order_build,
    publish_release,
    send_back,
    withdraw_release,
)

__all__ = [
    "approve",
    "ask_for_approval",
    "begin_indicator",
    "begin_series",
    "change_draft",
    "draft_release",
    "drop_draft",
    "go_on_building",
    "keep_text",
    "look_at",
    "order_build",
    "order_look",
    "order_snapshot",
    "publish_release",
    "put_up_for_review",
    "retire_indicator",
    "return_text",
    "review_indicator",
    "send_back",
    "subscribe",
    "unsubscribe",
    "withdraw_release",
]
