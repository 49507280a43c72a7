"""What is in order in each kind of phase, and the few things that a phase locks. Everything else is always open."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy


@dataclass(frozen=True, slots=True)
class Advice:
    """Something that is in order now, and the page where it is done as soon as there is one."""

    label: Promise
    view: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """Something that may not happen during phases of some kinds, and why it must not."""

    code: str
    label: Promise
    why: Promise
    locked_in: tuple[str, ...]


KINDS: Mapping[str, Promise] = MappingProxyType(
    {
        "network": pgettext_lazy("phase", "Building the network"),
        "explore": pgettext_lazy("phase", "Exploring"),
        "develop": pgettext_lazy("phase", "Developing, testing and implementing"),
        "secure": pgettext_lazy("phase", "Securing"),
    }
)

ALWAYS = (
    Advice(_("Let new partners join"), "partners:network"),
    Advice(_("Keep the planning true"), "programme:planning"),
)

ADVICE: Mapping[str, tuple[Advice, ...]] = MappingProxyType(
    {
        "network": (
            Advice(_("Name the initiators"), "partners:network"),
            Advice(_("Approach organisations from all four helices"), "partners:network"),
            Advice(_("Write down why each partner takes part"), "partners:list"),
            Advice(_("Note each partner's role and intensity"), "partners:list"),
        ),
        "explore": (
            Advice(_("Meet every month, and treat the design principles")),
            Advice(_("State needs, and search for tools that exist already")),
            Advice(_("Draw up the longlist and assess it with the assessment framework")),
            Advice(_("Choose the tools, and form design teams with a plan of approach and a budget")),
            Advice(_("Ask every partner for a commitment")),
            Advice(_("Sign the deal")),
        ),
        "develop": (
            Advice(_("Develop the tools in the design teams")),
            Advice(_("Test each tool in a municipality, by preference in a project that exists already")),
            Advice(_("Write down findings while they are fresh")),
            Advice(_("Take tools into use, and into policy")),
        ),
        "secure": (
            Advice(_("Give trainings around the tools")),
            Advice(_("Reach municipalities outside the deal")),
            Advice(_("Give every tool an owner, money and a legal basis for afterwards")),
            Advice(_("Hand over what the deal has learned")),
        ),
    }
)

LOCKS: Mapping[str, Lock] = MappingProxyType(
    {
        lock.code: lock
        for lock in (
            Lock(
                "blind-scores",
                _("Seeing how others assessed a tool"),
                _(
                    "Assessors judge without knowing each other's scores, so nobody sees them before exploring ends."
                ),
                ("explore",),
            ),
            Lock(
                "running-vote",
                _("Seeing the count of a vote that is still running"),
                _("A count that is seen halfway changes the votes that follow."),
                ("explore",),
            ),
            Lock(
                "frozen-text",
                _("Changing the deal text"),
                _("Everyone signed the same text; who joins later signs that text too."),
                ("develop", "secure"),
            ),
        )
    }
)


def locks_in(kind: str) -> tuple[Lock, ...]:
    """What a phase of this kind locks."""
    return tuple(lock for lock in LOCKS.values() if kind in lock.locked_in)


def phases_table() -> str:
    """The table as the documentation shows it."""
    with override("en"):
        lines = ["| phase | advised | locked, and why |", "| --- | --- | --- |"]
        for kind, label in KINDS.items():
            advised = "<br>".join(str(advice.label) for advice in ADVICE[kind])
            locked = "<br>".join(f"`{lock.code}` {lock.label}. {lock.why}" for lock in locks_in(kind))
            lines.append(f"| `{kind}` {label} | {advised} | {locked or 'nothing'} |")
        always = "; ".join(str(advice.label) for advice in ALWAYS)
        lines += [
            "",
            f"In every phase: {always}. Before the first phase is entered nothing is locked.",
            "",
            "The programme manager opens what is locked, with a reason, until a day. Nothing else waits for a phase.",
        ]
        return "\n".join(lines) + "\n"
