"""What the newsroom hangs into Wagtail's workspace; how each thing works stands in the module it comes from."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet

from cairn.newsroom import acts, corrections, translating, workspace
from cairn.newsroom.bulk_actions import PublishFitPages
from cairn.newsroom.care import care_panels
from cairn.newsroom.dashboard import WhatIsDueNext

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
