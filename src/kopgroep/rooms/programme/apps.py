from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "kopgroep.rooms.programme"
    label = "programme"

    def ready(self) -> None:
        from kopgroep.kernel.access import add_role_source  # noqa: PLC0415 -- models exist only from here on
        from kopgroep.rooms.programme.queries.roles import staff_roles  # noqa: PLC0415 -- as above

        add_role_source(staff_roles)
