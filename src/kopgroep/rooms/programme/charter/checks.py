"""What must agree between the sections of a charter; every check goes on after an error."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from kopgroep.kernel.dates import PartialDate
from kopgroep.rooms.programme.charter.errors import unknown_word
from kopgroep.rooms.programme.charter.found import Found
from kopgroep.rooms.programme.charter.measures import MEASURES

FEWEST_PHASES, MOST_PHASES = 2, 6


def check(charter: Found) -> None:
    """Put every disagreement on the list of errors; give norms without a threshold that of their measure."""
    for section in ("phases", "principles", "roles", "norms", "counts", "admission"):
        _told_apart(charter, section, "code")
    _told_apart(charter, "partners", "organisation")
    _told_apart(charter, "tools", "name")
    _told_apart(charter, "contributions", "phase")
    _phases(charter)
    _norms(charter)
    _sources(charter)
    _initiators(charter)
    _partners(charter)
    _tools(charter)


def _told_apart(charter: Found, section: str, key: str) -> None:
    """No two items of a section have the same name."""
    first: dict[str, int] = {}
    for item in charter.sections(section):
        text = (item.text(key) or "").casefold()
        if text and text in first:
            message = _("'%(text)s' is also on line %(line)d; give each its own %(key)s.")
            item.wrong(key, message % {"text": item.text(key), "line": first[text], "key": key})
        first.setdefault(text, item.lines.get(key, item.line))


def _codes(charter: Found, section: str) -> list[str]:
    return [code for item in charter.sections(section) if (code := item.text("code"))]


def _phases(charter: Found) -> None:
    listed = charter.values.get("phases")
    if isinstance(listed, list) and not FEWEST_PHASES <= len(listed) <= MOST_PHASES:
        message = _("A deal has two to six phases, and this one has %(number)d; add or join phases.")
        charter.wrong("phases", message % {"number": len(listed)})
    previous: PartialDate | None = None
    for phase in charter.sections("phases"):
        starts, ends = phase.values.get("starts"), phase.values.get("ends")
        if isinstance(starts, PartialDate):
            if isinstance(ends, PartialDate) and ends.last < starts.first:
                message = _("The phase ends (%(ends)s) before it starts (%(starts)s); correct one of them.")
                phase.wrong("ends", message % {"ends": ends, "starts": starts})
            if previous and starts.last < previous.first:
                message = _(
                    "Starts (%(starts)s) before the phase above it (%(previous)s); put the phases in order."
                )
                phase.wrong("starts", message % {"starts": starts, "previous": previous})
            previous = starts
    for contribution in charter.sections("contributions"):
        _one_of(contribution, "phase", _codes(charter, "phases"))
        if not {"days_per_month", "euros"} & set(contribution.values):
            contribution.place.wrong(
                contribution.line, _("Name days_per_month, euros or both; or leave this contribution out.")
            )


def _one_of(item: Found, key: str, known: list[str]) -> None:
    """A code that refers to another section is there."""
    word = item.text(key)
    if word is not None and word not in known:
        item.wrong(key, unknown_word(word, known))


def _norms(charter: Found) -> None:
    phases = _codes(charter, "phases")
    for norm in charter.sections("norms"):
        _one_of(norm, "gate", phases)
        measure = MEASURES.get(norm.text("measure") or "")
        per = norm.text("per")
        if measure is None:
            continue
        if per is not None and per not in measure.per:
            message = _("'%(measure)s' is measured per %(allowed)s, not per %(per)s.")
            allowed = ", ".join(measure.per)
            norm.wrong("per", message % {"measure": measure.code, "allowed": allowed, "per": per})
        if per == "principle" and not charter.sections("principles"):
            norm.wrong("per", _("This deal has no principles; add them, or leave this norm out."))
        if "threshold" not in norm.values:
            if measure.default_threshold is None:
                message = _("'%(measure)s' needs a threshold: the least value that meets the norm.")
                norm.wrong("threshold", message % {"measure": measure.code})
            else:
                norm.values["threshold"] = measure.default_threshold
        _within_unit(norm, measure.unit)


def _within_unit(norm: Found, unit: str) -> None:
    threshold = norm.values.get("threshold")
    if not isinstance(threshold, Decimal):
        return
    if unit == "percent" and threshold > 100:
        norm.wrong("threshold", _("This is a percentage, from 0 to 100; 100 means all of them."))
    if unit == "yes" and threshold != 1:
        norm.wrong("threshold", _("This is either so or not; write 1, or leave the threshold out."))


def _with_source(charter: Found) -> Iterator[tuple[Found, str]]:
    """Every section that can name a source, and the key it does so with."""
    for section in (
        "phases",
        "principles",
        "roles",
        "contributions",
        "counts",
        "admission",
        "tools",
        "partners",
    ):
        for item in charter.sections(section):
            yield item, "source"
    for norm in charter.sections("norms"):
        for source in norm.sections("source"):
            yield source, "key"


def _sources(charter: Found) -> None:
    sources = charter.values.get("sources")
    known = list(sources) if isinstance(sources, dict) else []
    for item, key in _with_source(charter):
        _one_of(item, key, known)


def _initiators(charter: Found) -> None:
    """The list of initiators and the partners with that relation are the same organisations."""
    names = charter.values.get("initiators", [])
    if not isinstance(names, list):
        return
    partners = charter.sections("partners")
    by_name = {name: partner for partner in partners if (name := partner.text("organisation"))}
    unknown = False
    for number, name in enumerate(names, start=1):
        place, line = charter.place.key("initiators").item(number), charter.lines["initiators"]
        if name in names[: number - 1]:
            place.wrong(line, _("'%(name)s' is named twice; keep one.") % {"name": name})
        elif partners and name not in by_name:
            place.wrong(line, unknown_word(name, by_name))
            unknown = True
        elif partners and by_name[name].values.get("relation") != "initiator":
            message = _("'%(name)s' is an initiator; write 'relation: initiator' here.")
            by_name[name].wrong("relation", message % {"name": name})
    for name, partner in by_name.items():
        # A misspelt initiator is named once, not a second time from the other side.
        if partner.text("relation") == "initiator" and name not in names and not unknown:
            message = _("'%(name)s' is an initiator here; add it to 'initiators' too.")
            partner.wrong("relation", message % {"name": name})


def _tools(charter: Found) -> None:
    """The partners and principles that a tool names are there."""
    partners = [name for each in charter.sections("partners") if (name := each.text("organisation"))]
    known = {"makers": partners, "principles": _codes(charter, "principles")}
    for tool in charter.sections("tools"):
        _one_of(tool, "owner", partners)
        for key, words in known.items():
            named = tool.values.get(key)
            for word in named if isinstance(named, list) else ():
                if word not in words:
                    tool.wrong(key, unknown_word(str(word), words))


def _partners(charter: Found) -> None:
    starts = {"municipality": "GM", "province": "PV"}
    for partner in charter.sections("partners"):
        cbs, kind = partner.text("cbs"), partner.text("kind")
        if cbs and kind in starts and not cbs.startswith(starts[kind]):
            message = _("The CBS code of a %(kind)s starts with %(start)s, not as '%(cbs)s'.")
            partner.wrong("cbs", message % {"kind": kind, "start": starts[kind], "cbs": cbs})
        elif cbs and kind and kind not in starts:
            partner.wrong("cbs", _("Only a municipality or a province has a CBS code; leave it out."))
