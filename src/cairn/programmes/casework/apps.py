from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "cairn.programmes.casework"
    label = "casework"
    verbose_name = _("Casework")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cairn.people.holdings import describe
        from cairn.programmes.casework.forms.library import register_folder

        register_folder(Path(__file__).parent / "forms" / "declared")
        inside = ("case", "made_by")
        describe("casework.Approval", left_out=inside)
        describe("casework.Attempt", left_out=inside)
        describe("casework.Case", left_out=("person",))
        describe("casework.CaseFile", left_out=(*inside, "attachment"))
        describe("casework.Happening", left_out=(*inside, "subject_model", "subject_id"))
        describe("casework.Note", about_others=("text",), left_out=inside)
        describe("casework.Payment", left_out=inside)
        describe("casework.CaseRecord", about_others=("answers",), left_out=inside)
        describe("casework.Service", about_others=("note",), left_out=inside)
        describe("casework.Task", about_others=("what",), left_out=inside)
