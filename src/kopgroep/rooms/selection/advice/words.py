"""The reasons of the engine as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kopgroep.engine.answers import Reason, Relaxation
from kopgroep.rooms.selection.advice.problem import Question


def title_of(ref: str, question: Question) -> str:
    """A rule of the engine in words: `principle:data`, `resource:hours`, `must:12`."""
    kind, _colon, about = ref.partition(":")
    tool = question.tools.get(int(about), about) if kind in ("must", "must_not") else ""
    name = question.names.get(about, about)
    titles = {
        "minimum": _("the least number of tools"),
        "maximum": _("the largest number of tools"),
        "owned": _("an owner for each tool"),
        "wanting": _("enough municipalities that want to test each tool"),
        "principle": _("enough tools for “%(name)s”") % {"name": name},
        "owner": _("not too many tools of %(name)s") % {"name": name},
        "municipality": _("enough tools that %(name)s wants") % {"name": name},
        "resource": _("the hours that there are") if about == "hours" else _("the euros that there are"),
        "must": _("“%(tool)s” must be in") % {"tool": tool},
        "must_not": _("“%(tool)s” stays out") % {"tool": tool},
    }
    return titles.get(kind, ref)


def sentence_of(reason: Reason, question: Question) -> str:
    """One reason of the engine, about the tools and rules of this deal."""
    refs = [title_of(ref, question) for ref in reason.refs if not ref.isdecimal()]
    tools = [question.tools.get(int(ref), ref) for ref in reason.refs if ref.isdecimal()]
    params: Mapping[str, Any] = dict(reason.params)
    units = {"hours": _("hours"), "euros": _("euros")}
    facts = {
        **params,
        "tool": tools[0] if tools else "",
        "rule": refs[0] if refs else "",
        "rules": "; ".join(refs),
        "others": "; ".join(refs[1:]),
        "unit": units.get(str(params.get("resource", "")), ""),
    }
    return _sentences().get(reason.code, reason.code) % facts


def _sentences() -> dict[str, str]:
    return {
        "portfolio.must_not": _("%(tool)s: somebody decided that it stays out."),
        "portfolio.knocked_out": _("%(tool)s: on one criterion it scores too low to be chosen."),
        "portfolio.agreed_out": _("%(tool)s: it was agreed before that it stays out."),
        "portfolio.no_owner": _("%(tool)s: nobody owns it yet. With an owner it can be chosen."),
        "portfolio.too_few_want_it": _(
            "%(tool)s: %(wanting)s municipalities want to test it, and %(needed)s are needed."
        ),
        "portfolio.uses_too_much": _(
            "%(tool)s: by itself it takes %(uses)s %(unit)s, and there are %(limit)s."
        ),
        "portfolio.must_be_in_but_cannot": _("%(rule)s, but that goes against: %(others)s."),
        "portfolio.too_few_for": _("For %(rule)s %(needed)s are needed, and %(available)s can be had."),
        "portfolio.musts_exceed": _(
            "What must be in takes %(needed)s, and the limit is %(limit)s (%(rule)s)."
        ),
        "portfolio.too_few_tools": _(
            "%(needed)s tools are needed, and only %(available)s can be chosen at all."
        ),
        "portfolio.cheapest_do_not_fit": _(
            "Even the cheapest choice takes %(needed)s, and there are %(limit)s (%(rule)s)."
        ),
        "portfolio.only_together": _("It becomes possible when these are loosened together: %(rules)s."),
    }


def relaxation_of(one: Relaxation, question: Question) -> str:
    """By how much a rule must give way; the smallest that helps, where that is proven."""
    facts = {"rule": title_of(one.ref, question), "by": f"{one.by:g}"}
    kind = one.ref.partition(":")[0]
    if kind in ("must", "must_not", "owned"):
        return _("Give up: %(rule)s.") % facts
    if one.proven_smallest:
        return _("Loosen by %(by)s: %(rule)s. Less does not help.") % facts
    return _("Loosen by %(by)s: %(rule)s.") % facts
