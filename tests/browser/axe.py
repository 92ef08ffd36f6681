"""What axe-core finds on the page that is open: rules of WCAG, and how large a target must be."""

from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WHOLE = "document"
MAIN = "'main'"
# The menu and its help with keys are Wagtail's.
OURS = "{exclude: ['#wagtail-sidebar', '[data-wagtail-sidebar]', '.w-keyboard-shortcuts']}"
RUN = """axe.run(%s, {rules: {"target-size": {enabled: true}}}).then(
    result => result.violations.map(fault => [fault.id, fault.nodes.map(node => node.target.join(" "))])
)"""


def faults(page: Page, within: str = WHOLE) -> list[list]:
    """Each rule that is broken, with the places; a page that is still on its way is waited for."""
    page.wait_for_load_state()
    page.evaluate(SOURCE.read_text())
    return page.evaluate(RUN % within)
