from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "kopgroep.rooms.partners"
    label = "partners"

    def ready(self) -> None:
        from kopgroep.kernel.access import add_role_source  # noqa: PLC0415 -- models exist only from here on
        from kopgroep.kernel.accounts.actions import follow_address  # noqa: PLC0415 -- as above
        from kopgroep.kernel.links.purposes import register  # noqa: PLC0415 -- as above
        from kopgroep.kernel.search.audiences import add_audience_source  # noqa: PLC0415 -- as above
        from kopgroep.rooms.partners.actions.people import follow_account  # noqa: PLC0415 -- as above
        from kopgroep.rooms.partners.queries.roles import (  # noqa: PLC0415 -- as above
            audiences_of_deals,
            participant_roles,
        )
        from kopgroep.rooms.partners.views.asking import MotivationAndRole  # noqa: PLC0415 -- as above

        register(MotivationAndRole())
        follow_address(follow_account)
        add_role_source(participant_roles)
        add_audience_source(audiences_of_deals)
