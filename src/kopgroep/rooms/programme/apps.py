from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "kopgroep.rooms.programme"
    label = "programme"

    def ready(self) -> None:
        from kopgroep.kernel.access import add_role_source  # noqa: PLC0415 -- models exist only from here on
        from kopgroep.kernel.search.audiences import add_audience_source  # noqa: PLC0415 -- as above
        from kopgroep.rooms.programme.queries.roles import (  # noqa: PLC0415 -- as above
            audiences_of_open_deals,
            staff_roles,
        )

        add_role_source(staff_roles)
        add_audience_source(audiences_of_open_deals)
