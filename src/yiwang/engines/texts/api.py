"""The door to texts.

Before the public reads: `masked` takes personal data out, `found` says which there are, so that a form can refuse them at the field.
Where and when: `marked`. The same said before: `keep` and `drop` follow a system's texts, `alike` answers, `learn` (each night) what everybody says.
What many are about: `topics`, and how one went over time: `resembling`.
"""

from __future__ import annotations

from yiwang.engines.texts.rooms.index import alike, drop, keep, learn, resembling, topics
from yiwang.engines.texts.rooms.marking import marked
from yiwang.engines.texts.rooms.masking import masked
from yiwang.engines.texts.rooms.masking import told as found
from yiwang.engines.texts.types import Likely, Personal, Said, Topic

__all__ = ["Likely", "Personal", "Said", "Topic", "alike", "drop", "found", "keep", "learn", "marked", "masked", "resembling", "topics"]
