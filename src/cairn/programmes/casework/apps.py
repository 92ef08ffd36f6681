from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "cairn.programmes.casework"
    label = "casework"
    verbose_name = _("Casework")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models import Q

        from cairn.evidence.facts import register_facts
        from cairn.evidence.indicators import register_folder as register_indicators
        from cairn.guard.trace import OneOf, register_detail
        from cairn.people.holdings import describe
        from cairn.programmes.casework import telling
        from cairn.programmes.casework.facts.every import TABLES
        from cairn.programmes.casework.forms.library import register_folder
        from cairn.programmes.casework.sharing.answers import answers_told
        from cairn.programmes.casework.trafficking.codes import DeclinedWhy
        from cairn.programmes.casework.trafficking.mechanisms import register_folder as register_mechanisms
        from cairn.programmes.partners.items import register_items

        here = Path(__file__).parent
        register_folder(here / "forms" / "declared")
        register_items(answers_told)
        for name, table in TABLES.items():
            register_facts(name, table)
        register_indicators(here / "indicators")
        register_mechanisms(here / "trafficking" / "mechanisms" / "declared")
        register_detail("declined", OneOf(DeclinedWhy))
        inside = ("case", "made_by")
        describe("casework.ApplicationPaper", left_out=(*inside, "application", "code"))
        describe("casework.Approval", left_out=inside, in_words={"to_stage": telling.stage_in("to_stage")})
        describe("casework.Attempt", left_out=inside)
        describe("casework.Case", left_out=("person",), in_words={"stage": telling.stage_in("stage")})
        describe("casework.CaseExport", left_out=(*inside, "digest"))
        describe("casework.CaseFile", left_out=(*inside, "attachment"))
        describe(
            "casework.Happening",
            left_out=(*inside, "subject_model", "subject_id"),
            in_words={"code": telling.about_of},
        )
        describe("casework.Identification", left_out=inside)
        # An inbound referral has a key of its own until a case is opened on it.
        describe(
            "casework.Inbound",
            about_others=("content",),
            left_out=("answer_token", "case", "brought_by", "digest", "sender_key"),
            in_words={"content": telling.lines_told_in("content")},
        )
        describe("casework.Leg", left_out=inside)
        describe("casework.NationalReferral", left_out=inside)
        describe("casework.Note", about_others=("text",), left_out=inside, untold=Q(is_draft=True))
        describe(
            "casework.PartnerReferral",
            about_others=("words", "reason", "feedback"),
            left_out=(
                *inside,
                "package",
                "sent_by",
                "token_hash",
                "answer_hash",
                "passphrase_hash",
                "tries",
                "paused_until",
            ),
            in_words={"chosen": telling.items_chosen, "told": telling.lines_told_in("told")},
        )
        describe("casework.Payment", left_out=inside)
        # So has a proposal.
        describe(
            "casework.Proposal",
            about_others=("content",),
            left_out=("case", "brought_by", "taken_as", "not_read"),
            in_words={"content": telling.content_told},
        )
        describe(
            "casework.CaseRecord",
            about_others=("answers",),
            left_out=inside,
            in_words={"form": telling.form_of, "answers": telling.answers_of},
        )
        describe("casework.ReferralStep", left_out=(*inside, "referral"))
        describe("casework.ScreeningDecision", left_out=(*inside, "screened", "answers_version"))
        describe("casework.Service", about_others=("note",), left_out=inside)
        describe("casework.Task", about_others=("what",), left_out=inside)
