"""Making the pack of a referral: read in the case by whoever works on it, taken along by whoever may export."""

from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cairn.guard.models import Attachment
from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.guard.trace.acts import record
from cairn.guard.trace.details import Format
from cairn.guard.trace.events import Event
from cairn.people.acts.exporting import SHORTEST_REASON
from cairn.programmes.casework.acts.parts import NotInThisCase
from cairn.programmes.casework.forms.library import form
from cairn.programmes.casework.models import CaseExport, CaseRecord, NationalReferral
from cairn.programmes.casework.trafficking.packs.packing import Pack, pack_of, trouble_with_files
from cairn.programmes.casework.trafficking.packs.quality import Quality, quality_of


def pack_and_quality(referral: NationalReferral) -> tuple[Pack, Quality, list[str]]:
    """The pack as it is now, how it reads, and what is wrong with its files."""
    filled = form_of(referral)
    declared = form(filled.form, filled.form_version)
    basis, person = referral.declared.basis(referral.basis), referral.case.person
    names = tuple(
        str.__str__(name) for name in (person.given_name, person.father_name, person.family_name) if name
    )
    quality = quality_of(
        declared, filled.answers, names=names, is_anonymous=bool(basis and basis.is_anonymous)
    )
    held = referral.case.casefiles.select_related("attachment", "data_key").order_by("made_at", "pk")
    titles = [str.__str__(file.title) for file in held]
    pack = pack_of(
        declared, dict(filled.answers), referral.declared, reference=str(referral.case), files=titles
    )
    return pack, quality, trouble_with_files(referral.declared, [file.attachment for file in held])


def form_of(referral: NationalReferral) -> CaseRecord:
    """The mechanism's form as it was filled in last."""
    name = referral.declared.form
    found = referral.case.caserecords.filter(form=name).order_by("-made_at", "-pk").first()
    if found is None:
        raise NotInThisCase(_("“%(form)s” is to be filled in first.") % {"form": form(name).title})
    return found


@transaction.atomic
def take_pack(referral: NationalReferral, *, reason: str, by: Any) -> bytes:
    """The pack on paper, once its form is finished and its files fit; who took it and why stays with the case."""
    ensure(by, Can.PERSON_EXPORT, referral)
    filled = form_of(referral)
    if not filled.is_finished:
        raise NotInThisCase(_("Finish the form first."), _("Its open questions stand beside it."))
    if len(" ".join(reason.split())) < SHORTEST_REASON:
        raise ValidationError({"reason": _("Say in a sentence what it is for: at least 20 letters.")})
    _refuse_other_basis(referral, filled)
    pack, quality, wrong_files = pack_and_quality(referral)
    nameless = next((one for one in quality.findings if one.code == "nameless"), None)
    if wrong_files or (nameless and not nameless.holds):
        raise NotInThisCase(
            " ".join([*wrong_files, *([nameless.advice] if nameless and not nameless.holds else [])])
        )
    content = pack.as_pdf()
    row = CaseExport(
        case=referral.case,
        data_key=referral.data_key,
        made_by=by,
        standard=referral.mechanism[:20],
        format=Format.PDF,
        reason=reason.strip(),
        digest=sha256(content).hexdigest(),
    )
    row.full_clean(exclude=["data_key", "case"])
    row.save(force_insert=True)
    record(
        Event.CASE_TAKEN, row, by=by, data={"case": row.case_id, "format": Format.PDF, "digest": row.digest}
    )
    return content


def files_of(referral: NationalReferral) -> list[Attachment]:
    return [file.attachment for file in referral.case.casefiles.select_related("attachment")]


def _refuse_other_basis(referral: NationalReferral, filled: CaseRecord) -> None:
    """A form that tells a name is not sent where the person did not agree, and the other way round."""
    basis = referral.declared.basis(referral.basis)
    consents = filled.answers.get("consents")
    if basis is None or consents is None:
        return
    if consents != ("no" if basis.is_anonymous else "child" if basis.needs_safeguarding else "yes"):
        raise NotInThisCase(
            _("The form says otherwise about consent than the referral does."), _("Correct one of them.")
        )
