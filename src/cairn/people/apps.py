from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "cairn.people"
    label = "people"
    verbose_name = _("Register")

    def ready(self) -> None:
        from cairn.guard.checks import register_look
        from cairn.guard.references import register_referable
        from cairn.guard.trace import Day, Fields, OneOf, register_detail
        from cairn.people.erased import erased_in_backups
        from cairn.people.models import Person
        from cairn.people.models.doubles import Decision
        from cairn.people.models.privacy import Fate
        from cairn.people.references import tidy_reference
        from cairn.people.waiting import sheets_left_lying

        register_detail("columns", Fields(of="people.Person"))
        register_detail("registered_from", Day())
        register_detail("registered_to", Day())
        register_detail("decision", OneOf(Decision))
        register_detail("fate", OneOf(Fate))
        register_look(sheets_left_lying)
        register_look(erased_in_backups)
        register_referable(Person, tidy=tidy_reference, page="people:person")
