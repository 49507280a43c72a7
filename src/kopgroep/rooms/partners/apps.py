from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "kopgroep.rooms.partners"
    label = "partners"

    def ready(self) -> None:
        from kopgroep.kernel.access import add_role_source  # noqa: PLC0415 -- models exist only from here on
        from kopgroep.rooms.partners.queries.roles import participant_roles  # noqa: PLC0415 -- as above

        add_role_source(participant_roles)
