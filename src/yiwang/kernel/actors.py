"""Who acts, as a frozen value: what the ledger writes down and rights are asked about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Assurance(StrEnum):
    """How surely we know who it is (law.md §8 identity), lowest first."""

    NONE = "none"
    REGISTERED = "registered"
    COUNTER = "counter"  # seen at a counter, with a document
    REAL_NAME = "real_name"
    FACE = "face"
    CERTIFICATE = "certificate"


class Zone(StrEnum):
    """The three networks a city runs on."""

    INTERNET = "internet"
    EXTRANET = "extranet"
    INTRANET = "intranet"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in a capacity at one moment.

    Public: `person` set, `firm` or `for_person` when acting for one under `mandate`, which reaches as far as `scope`.
    Official: `unit`, `post` and `tenure` set; `in_place_of` when the post is another's who is away.
    The platform itself acts as `CLOCK` (terms) or `READER` (what follows from an entry), whoever holds no more than a query code as `CODED`. 0 means "none".
    """

    account: int = 0
    person: int = 0
    name: str = ""
    unit: int = 0
    unit_name: str = ""
    post: int = 0
    post_name: str = ""
    tenure: int = 0
    firm: int = 0
    firm_name: str = ""
    mandate: int = 0
    for_person: int = 0
    for_name: str = ""
    scope: str = "*"
    assurance: Assurance = Assurance.NONE
    system: str = ""
    in_place_of: int = 0  # official: the person whose post it is, when it is stood in for
    in_place_of_name: str = ""

    @property
    def known(self) -> bool:
        return bool(self.account or self.system)

    @property
    def official(self) -> bool:
        return bool(self.unit)

    @property
    def signed(self) -> str:
        """The name, and whose post it was when it was stood in for."""
        return signed(self.name, self.in_place_of_name)

    def recorded(self) -> dict[str, object]:
        """What an entry keeps of the actor: numbers and the capacity; an official's name is part of the record, a citizen's is not."""
        kept: dict[str, object] = {"account": self.account, "assurance": self.assurance.value}
        if self.system:
            return {"system": self.system}
        if self.unit:
            kept |= {"unit": self.unit, "unit_name": self.unit_name, "post": self.post, "post_name": self.post_name, "tenure": self.tenure,
                     "name": self.name}
        if self.in_place_of:
            kept |= {"in_place_of": self.in_place_of, "in_place_of_name": self.in_place_of_name}
        if self.firm:
            kept |= {"firm": self.firm, "mandate": self.mandate}
        if self.for_person:
            kept |= {"for_person": self.for_person, "mandate": self.mandate}
        return kept


def signed(name: str, in_place_of: str) -> str:
    """Both names of an act done in another's post."""
    return f"{name}（代{in_place_of}）" if in_place_of else name


NOBODY = Actor()
CLOCK = Actor(name="时钟", system="clock")
READER = Actor(name="平台", system="reader")
CODED = Actor(name="凭查询码", system="code")  # whoever was let in by a case's query code: makes the moves that say so, nothing else
IMPORT = Actor(name="导入", system="import")  # what another system did, taken over with its own times
