"""What partners hang into Wagtail's workspace."""

from wagtail import hooks

from cairn.programmes.partners.workspace import registers


@hooks.register("register_admin_viewset")
def partners():
    return registers()
