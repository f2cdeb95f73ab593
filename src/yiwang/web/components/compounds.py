"""Questions whose answer takes more than one input: a firm that is looked up, a signature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from yiwang.web.components.fields import Field
from yiwang.web.components.part import Part


@dataclass(frozen=True, slots=True)
class Compound(Part):
    """What all of them have: a legend, a sentence of help, an error and a note of the whole, and when they are asked at all."""

    name: str
    label: str
    help: str = ""
    error: str = ""
    note: str = ""
    note_good: bool = False
    optional: bool = False
    shown_when: str = ""

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def described_by(self) -> str:
        return " ".join(f"{self.id}-{x}" for x, there in (("help", self.help), ("error", self.error), ("note", self.note)) if there)


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm(Compound):
    """A firm: its credit code, a button that looks it up (`go` = `look:<name>` sends the whole form), its name. `lookup` answers a code with the name."""

    template: ClassVar[str] = "yiwang/parts/firm.html"
    code: Field
    title: Field
    lookup: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that was drawn: its picture's address, when, and what takes it away again."""

    url: str
    when: str
    remove: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature(Compound):
    """Signing: by finger in a frame, where a script can draw one and sends it to `url`, or by typing one's name and ticking that one means it."""

    template: ClassVar[str] = "yiwang/parts/signature.html"
    typed: Field
    agreed_name: str
    agreed: bool = False
    agreed_error: str = ""
    drawn: Signed | None = None
    url: str = ""

    @property
    def agreed_id(self) -> str:
        return f"f-{self.agreed_name}"


@dataclass(frozen=True, slots=True)
class Picture(Part):
    """A picture among answers: a signature as it was drawn."""

    template: ClassVar[str] = "yiwang/parts/picture.html"
    url: str
    alt: str
