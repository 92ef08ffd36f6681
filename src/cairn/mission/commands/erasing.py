"""Erasures: is a receipt what the mission signed, and by which key."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from cairn.mission.errors import CairnError

app = typer.Typer(
    name="erasure",
    help="Receipts of erasures and statements of deletions: verify one, and say the key that signs them.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
FORGED = 4


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="A receipt or a statement: the page as PDF, or its JSON.")],
    public_key: Annotated[
        str, typer.Option(help="The key that must have signed, in hexadecimal: see erasure key.")
    ] = "",
) -> None:
    """Say whether anybody has changed a receipt since the mission signed it.

    Ends with exit code 4 if so. Needs neither a database nor keys; then compare the key that signed with the one
    that the mission gave you.
    """
    from cairn.people.receipts import verify as verify_receipt

    receipt = _read(file)
    verdict = verify_receipt(receipt, public_key=public_key)
    typer.echo(f"{'✓' if verdict.is_good else '✗'} {verdict.said}")
    if verdict.signed_by:
        typer.echo(f"  Signed by {verdict.signed_by}")
    if not verdict.is_good:
        raise typer.Exit(FORGED)
    typer.echo(
        f"  {receipt['kind']} {receipt.get('number', receipt.get('month', ''))}, {receipt.get('mission', '')}"
    )


@app.command()
def key() -> None:
    """Say the public key of this mission's receipts, for those who verify them."""
    from cairn.mission.django_start import start_django

    start_django()
    from cairn.people.acts.erasing import receipt_key

    typer.echo(receipt_key().public_key().public_bytes_raw().hex())


def _read(file: Path) -> Any:
    try:
        content = file.read_bytes()
        if content.startswith(b"%PDF"):
            from cairn.people.papers.locking import attached
            from cairn.people.receipts import NAME

            content = attached(content, NAME) or b""
        return json.loads(content)
    except (OSError, ValueError) as error:
        raise CairnError(
            f"{file} cannot be read as a receipt ({type(error).__name__}).",
            "Give the PDF as it was handed over, or the receipt.json that it carries.",
        ) from None
