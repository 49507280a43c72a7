"""The network (netwerk): organisations, their participation in a deal, and the people one can call.

Dutch words: organisatie, partner, contactpersoon, vervanger, helix, fase van toetreden (stage).
Use cases: add_organisation, merge_organisations, add_partner, move_partner, give_motivation, take_role, add_contact.
"""
