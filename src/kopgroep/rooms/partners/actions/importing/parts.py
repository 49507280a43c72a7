"""What a row says about the part in the deal and about people, held to the rules of the room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext_noop as _

from kopgroep.kernel.imports.kinds import Change, Judged, Row, Said, Verdict
from kopgroep.rooms.partners.actions.importing import values as cells
from kopgroep.rooms.partners.actions.importing.drafts import Network, Plan
from kopgroep.rooms.partners.actions.importing.values import Called
from kopgroep.rooms.partners.models import (
    Capacity,
    Contact,
    Motivation,
    Partner,
    Person,
    Relation,
    Stage,
    Standing,
)
from kopgroep.rooms.partners.queries.matching import Known
from kopgroep.rooms.partners.rules import (
    obstacles_to_adding,
    obstacles_to_changing_relation,
    obstacles_to_moving,
)

Remember = Callable[[], None]


class Refused(Exception):
    """A row that cannot come in; says every reason."""

    def __init__(self, *said: Said) -> None:
        self.all = list(said)
        self.said = said[0]
        super().__init__(" ".join(str(each) for each in said))


class PartnerPart:
    """The organisation's part in the deal: new, at another stage, or as it was."""

    def __init__(self, network: Network, options: Mapping[str, str], on: date) -> None:
        self.network, self.options, self.on = network, options, on

    def judge(self, row: Row, known: Known, verdict: Verdict) -> Remember:
        stage = cells.choice(Stage, row.values.get("stage", ""), "Stage")
        relation = cells.choice(Relation, row.values.get("relation", ""), "Relation")
        since_on = cells.day(row.values.get("since_on", ""))
        partner = self.network.partner_of(known)
        if partner is None:
            made = self._new(known, stage, relation, since_on or self.on, verdict)
            self._motivation(row, made, since_on, verdict)
            return lambda: self.network.new_partners.__setitem__(known.answer, made)
        if partner.pk:
            self._move(partner, stage, relation, since_on, verdict)
        self._motivation(row, partner, since_on, verdict)
        return lambda: None

    def _new(self, known: Known, stage: str, relation: str, since_on: date, verdict: Verdict) -> Partner:
        organisation = known.organisation
        if organisation.pk and organisation.valid_until:
            refused = list(obstacles_to_adding(self.network.deal, organisation, on=since_on))
            if refused:
                raise Refused(*(Said.of(obstacle.why) for obstacle in refused))
        partner = Partner(deal=self.network.deal, organisation=organisation)
        standing = Standing(
            partner=partner,
            stage=stage or self.options.get("stage") or Stage.PARTNER,
            relation=relation or self.options.get("relation") or Relation.PARTNER,
            since_on=since_on,
        )
        plan: Plan = verdict.plan
        plan.new += [partner, standing]
        if verdict.judged != Judged.NEW:
            verdict.changes.append(Change("stage", "", str(standing.stage)))
        return partner

    def _move(
        self, partner: Partner, stage: str, relation: str, since_on: date | None, verdict: Verdict
    ) -> None:
        """Another stage or relation than now, by the rules that hold on the board."""
        now = (getattr(partner, "stage", ""), getattr(partner, "relation", ""))
        stage, relation = stage or now[0], relation or now[1]
        if (stage, relation) == now:
            return
        day = since_on if since_on and since_on > getattr(partner, "since_on", date.min) else self.on
        refused = []
        if stage != now[0]:
            refused += list(obstacles_to_moving(partner, stage, since_on=day))
        elif relation != now[1]:
            refused += list(obstacles_to_changing_relation(partner, relation, since_on=day))
        if refused:
            raise Refused(*(Said.of(obstacle.why) for obstacle in refused))
        verdict.plan.moves.append(Standing(partner=partner, stage=stage, relation=relation, since_on=day))
        if stage != now[0]:
            verdict.changes.append(Change("stage", now[0], stage))
        if relation != now[1]:
            verdict.changes.append(Change("relation", now[1], relation))

    def _motivation(self, row: Row, partner: Partner, since_on: date | None, verdict: Verdict) -> None:
        text = row.values.get("motivation", "").strip()
        known = self.network.motivations[partner.pk or id(partner)]
        if not text or text in known:
            return
        known.add(text)
        given_on = min(since_on or self.on, self.on)
        verdict.plan.new.append(Motivation(partner=partner, text=text, given_on=given_on))
        if verdict.judged != Judged.NEW:
            verdict.changes.append(Change("motivation", "", text[:80]))


class ContactPart:
    """The people that a row names."""

    def __init__(self, network: Network, on: date, *, named: set[str]) -> None:
        self.network, self.on, self.named = network, on, named

    def judge(self, row: Row, known: Known, verdict: Verdict) -> Remember:
        made: list[Contact] = []
        for called in cells.people(row.values):
            contact = self._of_uid(called) if called.uid else None
            if contact is not None:
                self._change(contact, called, verdict)
            elif (found := self._one(known, called, verdict, made)) is not None:
                made.append(found)

        def remember() -> None:
            for contact in made:
                self.network.new_contacts[known.answer].append(contact)
                if contact.person.email:
                    self.network.people.setdefault(contact.person.email, contact.person)

        return remember

    def _of_uid(self, called: Called) -> Contact:
        contact = self.network.contact_by_uid.get(called.uid)
        if contact is None:
            raise Refused(Said(_("No contact has this Kopgroep number.")))
        return contact

    def _one(self, known: Known, called: Called, verdict: Verdict, made: list[Contact]) -> Contact | None:
        """A new contact; None when this organisation has this contact already."""
        person = self.network.people.get(called.email) if called.email else None
        person = person or next(
            (c.person for c in made if called.email and c.person.email == called.email), None
        )
        here = [*self.network.contacts_of(known), *made]
        if person is None and not called.email:
            same = [c.person for c in here if c.person.name.casefold() == called.name.casefold()]
            person = same[0] if same else None
        if person is not None:
            self._same_person(person, called, verdict)
            mine = [c for c in here if c.person is person or (person.pk and c.person_id == person.pk)]
            if called.capacity:
                mine = [c for c in mine if c.capacity == called.capacity]
            if mine:
                self._change(mine[0], called, verdict)
                return None
        else:
            person = Person(name=called.name, email=called.email, phone=called.phone)
            verdict.plan.new.append(person)
        contact = Contact(
            organisation=known.organisation,
            person=person,
            capacity=called.capacity or Capacity.CONTACT,
            position=called.position,
            since_on=self.on,
        )
        verdict.plan.new.append(contact)
        if called.named_by_address:
            verdict.reasons.append(Said(_("Nobody is named; the address stands for the name.")))
        if verdict.judged != Judged.NEW:
            verdict.changes.append(Change("contact_name", "", called.name))
        return contact

    def _same_person(self, person: Person, called: Called, verdict: Verdict) -> None:
        """One address is one person: another spelling of the name is taken for the same, another name is not."""
        if called.named_by_address or person.name.casefold() == called.name.casefold():
            return
        if person.name.split()[-1].casefold() == called.name.split()[-1].casefold():
            words = _("%(person)s is known by this address; the name stays so.")
            verdict.reasons.append(Said(words, {"person": person.name}))
            return
        words = _("This e-mail address belongs to %(person)s. Write that name, or another address.")
        raise Refused(Said(words, {"person": person.name}))

    def _change(self, contact: Contact, called: Called, verdict: Verdict) -> None:
        """Newer details of somebody who is known; name and address only in a row of an edited export."""
        if not contact.pk:
            return
        edited = bool(called.uid)
        wanted = {
            ("phone", "contact_phone"): called.phone,
            **(
                {("name", "contact_name"): called.name, ("email", "contact_email"): called.email}
                if edited
                else {}
            ),
        }
        for (name, code), value in wanted.items():
            old = getattr(contact.person, name)
            if code in self.named and value and value != old:
                self._free(name, value, contact.person)
                verdict.plan.changes.append((contact.person, name, value))
                verdict.changes.append(Change(code, old, value))
        if "contact_position" in self.named and called.position and called.position != contact.position:
            verdict.plan.changes.append((contact, "position", called.position))
            verdict.changes.append(Change("contact_position", contact.position, called.position))

    def _free(self, name: str, value: str, person: Person) -> None:
        owner = self.network.people.get(value) if name == "email" else None
        if owner is not None and owner is not person and owner.pk != person.pk:
            raise Refused(Said(_("Somebody else has this e-mail address.")))
