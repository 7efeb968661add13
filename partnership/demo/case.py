"""A request while it is played: what was planned, who acts for whom, and the row as it is now."""

from dataclasses import dataclass
from datetime import date

from partnership.core.models import User
from technical_assistance.models import TARequest

from .plan import Planned
from .stage import ENGLISH, OFFICERS, SENDERS, Stage
from .stories import Story
from .talk import talk


@dataclass
class Case:
    """A request while it is played: what was planned, who acts for whom, and the row as it is now."""

    planned: Planned
    number: int
    stage: Stage
    row: TARequest

    @property
    def story(self) -> Story:
        return self.planned.story

    @property
    def language(self) -> str:
        return "en" if self.story.ministry in ENGLISH else "es"

    @property
    def ministry(self) -> User:
        return self.stage.people[OFFICERS[self.story.ministry]]

    @property
    def sender(self) -> User:
        return self.stage.people[SENDERS[self.story.ministry]]

    @property
    def officer(self) -> User:
        return self.stage.pair(self.number, "officer", "officer2")

    @property
    def lead(self) -> User:
        return self.stage.pair(self.number // 2, "lead", "lead2")

    def fresh(self) -> TARequest:
        """Return the row as others left it."""
        self.row.refresh_from_db()
        return self.row

    def talk(self, step: str, **particulars: date) -> None:
        """Perhaps somebody writes a message at this step."""
        actors = {"ministry": self.ministry, "officer": self.officer, "lead": self.lead}
        talk(self.row, step, self.story, self.stage, actors=actors, **particulars)
