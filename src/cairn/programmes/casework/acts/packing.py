"""Making the pack of a referral: read in the case by whoever works on it, taken along by whoever may export."""

from collections.abc import Collection, Iterable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cairn.guard.rights import Can
from cairn.guard.scope import ensure, fields_seen
from cairn.guard.sealed.attachments import read_attachment
from cairn.guard.trace.acts import record
from cairn.guard.trace.details import Format
from cairn.guard.trace.events import Event
from cairn.people.acts.exporting import SHORTEST_REASON
from cairn.programmes.casework.acts.parts import NotInThisCase, happened
from cairn.programmes.casework.codes import What
from cairn.programmes.casework.forms.library import form
from cairn.programmes.casework.models import CaseExport, CaseFile, CaseRecord, NationalReferral
from cairn.programmes.casework.reads import parts_of
from cairn.programmes.casework.trafficking.packs.naming import marks_of
from cairn.programmes.casework.trafficking.packs.packing import MEGABYTE, Pack, pack_of, trouble_with_files
from cairn.programmes.casework.trafficking.packs.quality import Quality, quality_of

# A zip is made in memory; a mechanism may take more, in several goes.
MOST_AT_ONCE_MB = 100


def pack_and_quality(
    referral: NationalReferral, files: Iterable[CaseFile] = ()
) -> tuple[Pack, Quality, list[str]]:
    """The pack as it is now with the files that were chosen, how it reads, and what is wrong with its files."""
    filled, chosen = form_of(referral), list(files)
    declared = form(filled.form, filled.form_version)
    titles = [str.__str__(file.title) for file in chosen]
    marks = marks_of(referral.case.person) if is_anonymous(referral) else None
    quality = quality_of(declared, referral.declared.quality, filled.answers, marks=marks, titles=titles)
    pack = pack_of(
        declared, dict(filled.answers), referral.declared, reference=str(referral.case), files=titles
    )
    return pack, quality, trouble_with_files(referral.declared, [file.attachment for file in chosen])


def is_anonymous(referral: NationalReferral) -> bool:
    basis = referral.declared.basis(referral.basis)
    return bool(basis and basis.is_anonymous)


def files_of(referral: NationalReferral, *, by: Any) -> list[CaseFile]:
    """Those of the case that a colleague may read, in the order in which they came."""
    files = parts_of(referral.case, CaseFile, by).select_related("attachment__data_key")
    return [
        file for file in files.order_by("made_at", "pk") if {"attachment", "title"} <= fields_seen(by, file)
    ]


def form_of(referral: NationalReferral) -> CaseRecord:
    """The mechanism's form as it was filled in last."""
    name = referral.declared.form
    found = referral.case.caserecords.filter(form=name).order_by("-made_at", "-pk").first()
    if found is None:
        raise NotInThisCase(_("“%(form)s” is to be filled in first.") % {"form": form(name).title})
    return found


@transaction.atomic
def take_pack(
    referral: NationalReferral, *, reason: str, by: Any, files: Collection[str | UUID] = ()
) -> bytes:
    """The pack on paper, once its form is finished; with the chosen files beside it, as a zip, where there are any.

    Who took it and why stays with the case, and each file leaves a trace of its own.
    """
    ensure(by, Can.PERSON_EXPORT, referral)
    filled = form_of(referral)
    if not filled.is_finished:
        raise NotInThisCase(_("Finish the form first."), _("Its open questions stand beside it."))
    if len(" ".join(reason.split())) < SHORTEST_REASON:
        raise ValidationError({"reason": _("Say in a sentence what it is for: at least 20 letters.")})
    _refuse_other_basis(referral, filled)
    wanted = set(map(str, files))
    chosen = [file for file in files_of(referral, by=by) if str(file.pk) in wanted]
    if len(chosen) != len(wanted):
        raise NotInThisCase(_("One of the files is not there any more."), _("Choose again."))
    pack, quality, wrong_files = pack_and_quality(referral, chosen)
    wrong_files += _too_much_at_once(chosen)
    names = [one.advice for one in quality.findings if one.code == "nameless" and not one.holds]
    if wrong := [*wrong_files, *names]:
        raise NotInThisCase(" ".join(wrong))
    content = _with_files(pack.as_pdf(), chosen, by) if chosen else pack.as_pdf()
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
    happened(row.case, What.TAKEN_ALONG, by=by, code=referral.mechanism, about=row)
    record(
        Event.CASE_TAKEN,
        row,
        by=by,
        data={"case": row.case_id, "format": Format.PDF, "digest": row.digest, "count": len(chosen)},
    )
    return content


def _too_much_at_once(files: Iterable[CaseFile]) -> list[str]:
    size = sum(file.attachment.size for file in files)
    if size <= MOST_AT_ONCE_MB * MEGABYTE:
        return []
    return [
        _("The files are %(size)d MB together, and %(most)d MB go at once: take the pack in several goes.")
        % {"size": size // MEGABYTE + 1, "most": MOST_AT_ONCE_MB}
    ]


def _with_files(paper: bytes, files: Iterable[CaseFile], by: Any) -> bytes:
    """Files go by their number in the list on the paper: their own names may say whose they are."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as box:
        box.writestr("pack.pdf", paper)
        for number, file in enumerate(files, start=1):
            ending = "".join(Path(str(file.attachment.file_name)).suffixes[-1:]).lower()
            with (
                read_attachment(file.attachment, by=by, about=file.case.person_id) as opened,
                box.open(f"{number}{ending}", "w") as into,
            ):
                copyfileobj(opened, into)
    return out.getvalue()


def _refuse_other_basis(referral: NationalReferral, filled: CaseRecord) -> None:
    """A form that tells a name is not sent where the person did not agree, and the other way round."""
    basis = referral.declared.basis(referral.basis)
    if basis and not basis.agrees_with(filled.answers):
        raise NotInThisCase(
            _("The form says otherwise about consent than the referral does."), _("Correct one of them.")
        )
