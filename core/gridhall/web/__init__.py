"""HTTP: the pipeline of a request, and core's own pages. Start with ``pipeline.py``.

One request::

    logs → headers → (retry → transaction) → host to city → is this plugin on here? → who is it, may
    they? → CSRF → the view → its page → template

How to add a page to core
    Write ``web/pages/<subject>.py`` with ``includeme(config)`` and name it in ``pages/__init__.py``::

        @view_config(route_name="roles", permission=ROLES_EDIT, renderer="roles.jinja2")
        def roles(request: Request) -> RolesPage:
            return RolesPage(title=request.words(_("Roles")), roles=services.roles.all(request.scope))

        def includeme(config: Configurator) -> None:
            config.add_route("roles", "/roles")
            config.add_menu_entry(MenuItem(_("Roles"), "roles", "users", ROLES_EDIT), group=ADMINISTRATION)
            config.scan(__name__)

    - A view calls one service with ``request.scope`` and returns a frozen dataclass, which the template
      finds as ``page``; or a dict. It *returns* redirects (``see_other``): what is raised rolls back.
    - Each view names a permission of core's (``services/permissions.py``), or ``SIGNED_IN``. The start is
      refused otherwise, see ``checks.py``; what is open to all stands in a list there.
    - A form's view wraps the service call in ``with attempt(request) as tried:`` (``forms.py``), which
      rolls back what the service had done and keeps its words for the fields.
    - A form brings a megabyte at most; a view that takes files says ``upload=True`` (``bodies.py``).
    - ``request.flash("good", ...)`` shows a message on the next page.

A plugin's ``gridhall_routes(config)`` does the same, with its own permissions and ``residents/list.jinja2``
for a template in its ``templates/residents/``; its menu stands in its manifest.
"""
