from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "kopgroep.rooms.partners"
    label = "partners"

    def ready(self) -> None:
        from kopgroep.kernel.access import add_role_source  # noqa: PLC0415 -- models exist only from here on
        from kopgroep.kernel.accounts.actions import follow_address  # noqa: PLC0415 -- as above
        from kopgroep.kernel.imports.kinds import register_kind  # noqa: PLC0415 -- as above
        from kopgroep.kernel.links.purposes import register  # noqa: PLC0415 -- as above
        from kopgroep.kernel.privacy.rules import add_tie_source  # noqa: PLC0415 -- as above
        from kopgroep.kernel.privacy.told import add_whom_source  # noqa: PLC0415 -- as above
        from kopgroep.kernel.search.audiences import add_audience_source  # noqa: PLC0415 -- as above
        from kopgroep.kernel.webhooks.fan_out import add_deal_source  # noqa: PLC0415 -- as above
        from kopgroep.rooms.partners.actions.importing import (  # noqa: PLC0415 -- as above
            CONTACTS,
            ORGANISATIONS,
            PARTNERS,
        )
        from kopgroep.rooms.partners.actions.people import follow_account  # noqa: PLC0415 -- as above
        from kopgroep.rooms.partners.queries.answering import contacts_of_charters  # noqa: PLC0415 -- as above
        from kopgroep.rooms.partners.queries.heard import entries_of_deal  # noqa: PLC0415 -- as above
        from kopgroep.rooms.partners.queries.roles import (  # noqa: PLC0415 -- as above
            audiences_of_deals,
            deals_of_person,
            participant_roles,
        )
        from kopgroep.rooms.partners.views.asking import MotivationAndRole  # noqa: PLC0415 -- as above
        from kopgroep.rooms.partners.views.expertise_link import TakeAway  # noqa: PLC0415 -- as above
        from kopgroep.rooms.partners.views.succession import SuccessorQuestion  # noqa: PLC0415 -- as above

        for kind in (PARTNERS, CONTACTS, ORGANISATIONS):
            register_kind(kind)
        register(MotivationAndRole())
        register(SuccessorQuestion())
        register(TakeAway())
        follow_address(follow_account)
        add_role_source(participant_roles)
        add_tie_source(deals_of_person)
        add_whom_source(contacts_of_charters)
        add_audience_source(audiences_of_deals)
        add_deal_source(entries_of_deal)
