"""What the newsroom hangs into Wagtail's workspace; how each thing works stands in the module it comes from."""

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.log_actions import LogFormatter
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet

from cairn.newsroom import acts, corrections, translating, workspace
from cairn.newsroom.bulk_actions import PublishFitPages
from cairn.newsroom.care import care_panels
from cairn.newsroom.dashboard import WhatIsDueNext
from cairn.newsroom.figures import acts as figures
from cairn.newsroom.figures import charts, rich_text

register_snippet(workspace.WordsAndFigures)
# Later than Wagtail's own, whose place it takes.
hooks.register("register_bulk_action", PublishFitPages, order=1000)

# Rights are a table in code and files have one shelf; menus that seem to change that would only confuse.
NOT_OURS = {"collections", "groups", "sites", "workflow-tasks"}


@hooks.register("insert_global_admin_css")
def our_style():
    return format_html(
        '<link rel="stylesheet" href="{}"><style>:root{{{}}}</style>',
        static("newsroom/admin/workspace.css"),
        workspace.colour_of_the_mission(),
    )


@hooks.register("register_icons")
def our_icons(icons):
    return [*icons, "newsroom/admin/icons/cairn.svg"]


@hooks.register("construct_homepage_panels")
def only_what_is_due(request, panels):
    panels[:] = [WhatIsDueNext(request), *care_panels(request)]


@hooks.register("construct_homepage_summary_items")
def no_counting_of_pages(request, summary_items):
    summary_items.clear()


@hooks.register("construct_main_menu")
def calm_menu(request, menu_items):
    """Reports list pages of every language and colleague: they are for who answers for them."""
    may_see_reports = page_permission_policy.user_has_permission(request.user, "publish")
    hidden = {"help"} if may_see_reports else {"help", "reports"}
    menu_items[:] = [item for item in menu_items if item.name not in hidden]


@hooks.register("construct_settings_menu")
def only_settings_that_hold(request, menu_items):
    menu_items[:] = [item for item in menu_items if item.name not in NOT_OURS]


@hooks.register("construct_page_action_menu")
def no_page_that_copies_another_language(menu_items, request, context):
    menu_items[:] = [item for item in menu_items if item.name != "localize-convert-to-alias"]


@hooks.register("before_edit_page", order=-10)
def publish_translations_like_pages(request, page):
    return translating.publish_from_the_editor(request, page)


@hooks.register("register_admin_urls", order=-10)
def our_addresses():
    return translating.urls


@hooks.register("register_rich_text_features")
def figures_in_sentences(features):
    features.register_link_type(rich_text.FigureHandler)
    features.register_editor_plugin(
        "draftail",
        rich_text.FEATURE,
        EntityFeature(
            {
                "type": rich_text.ENTITY,
                "icon": "order",
                "description": _("Figure"),
                "chooserUrls": {"figureChooser": reverse_lazy(workspace.FIGURE_CHOOSER)},
            },
            js=["wagtailadmin/js/chooser-modal.js", "newsroom/admin/figure-in-text.js"],
        ),
    )
    features.register_converter_rule("contentstate", rich_text.FEATURE, rich_text.CONVERSION)


@hooks.register("register_log_actions")
def what_happened_to_figures(actions):
    for action, label in (
        (figures.CHOSEN, _("Figure chosen from a release")),
        (figures.FOLLOWED, _("Followed a new release")),
        (figures.KEPT, _("Kept as it is beside a newer release")),
        (figures.MISSING, _("Missing from a newer release")),
        (figures.MOVED, _("A newer release accepted")),
        (figures.REWORDED, _("Other words chosen")),
        (figures.STALE, _("No longer said by a release that stands")),
        (charts.CHOSEN, _("Chart chosen from a release")),
        (charts.FOLLOWED, _("Followed a new release")),
        (charts.KEPT, _("Kept as it is beside a newer release")),
        (charts.MISSING, _("Missing from a newer release")),
        (charts.MOVED, _("A newer release accepted")),
        (charts.STALE, _("No longer said by a release that stands")),
    ):
        actions.register_action(action, label, label)


@hooks.register("register_log_actions")
def our_words_in_the_history(actions):
    actions.register_action(corrections.ADDED, _("Add a correction"), _("Correction published"))
    actions.register_action(
        acts.SCHEDULE_REFUSED, _("Refuse a scheduled page"), _("Could not go out at its hour")
    )

    @actions.register_action(corrections.CHANGED)
    class Changed(LogFormatter):
        label = _("Change a correction")

        def format_message(self, entry):
            return _("Published correction changed. It said: “%(was)s”") % entry.data

    @actions.register_action(corrections.REMOVED)
    class Removed(LogFormatter):
        label = _("Remove a correction")

        def format_message(self, entry):
            return _("Published correction removed: “%(note)s”") % entry.data
