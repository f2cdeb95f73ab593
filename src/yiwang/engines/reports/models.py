"""One narrow row a case and a step: derived from the record's kinds and figures, rebuilt from it at any time. Days are the city's."""

from django.db import models

OPEN = models.Q(ended_on=None)


class Case(models.Model):
    """A case as statistics need it. `ended_on` is the day it was decided, or closed without a decision; null while it is open."""

    id = models.BigIntegerField(primary_key=True)  # the case's chain
    n = models.IntegerField()  # how many entries of the chain it was made from
    procedure = models.CharField(max_length=80)
    item = models.CharField(max_length=60, blank=True)
    unit = models.BigIntegerField()
    county = models.BigIntegerField()
    channel = models.CharField(max_length=12)
    topic = models.CharField(max_length=80, blank=True)  # its parts, from the widest, parted by /
    began_on = models.DateField()
    accepted_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    said = models.CharField(max_length=12, blank=True)  # what who answered says became of it: solved, planned, explained, cannot
    returned = models.SmallIntegerField(default=0)  # how often it was given back
    reopened = models.SmallIntegerField(default=0)  # how often it came again after the answer
    reopened_on = models.DateField(null=True)  # the first time
    again = models.SmallIntegerField(default=0)  # answered anew since it came again last
    excluded = models.SmallIntegerField(default=0)  # by evidence and a second person: left out where units are judged
    promised = models.SmallIntegerField(default=0)
    legal = models.SmallIntegerField(default=0)
    extended = models.SmallIntegerField(default=0)
    used = models.IntegerField(default=0)  # working days from began to ended without idle ones; 0 while open
    idle = models.TextField(blank=True)  # "2026-09-29:2026-09-30 2026-10-12:", merged
    papers = models.SmallIntegerField(default=0)
    silent = models.SmallIntegerField(default=0)
    due_on = models.DateField(null=True)
    late = models.SmallIntegerField(default=0)

    class Meta:
        db_table = "reports_case"
        indexes = (
            models.Index(fields=("unit", "ended_on"), name="reports_case_unit_ended"),
            models.Index(fields=("unit", "began_on"), name="reports_case_unit_began"),
            models.Index(fields=("ended_on",), name="reports_case_ended"),
            models.Index(fields=("began_on",), name="reports_case_began"),
            models.Index(fields=("accepted_on",), name="reports_case_accepted"),
            models.Index(fields=("began_on", "unit"), name="reports_case_open", condition=OPEN),
            models.Index(fields=("ended_on", "unit"), name="reports_case_late", condition=models.Q(late=1)),
            models.Index(fields=("reopened_on", "unit"), name="reports_case_reopened", condition=models.Q(reopened_on__isnull=False)),
        )


class Step(models.Model):
    """A clock of a case, running or stopped. `term` is what was owed (`accept`, `decide`, `answer`), `unit` who owed it."""

    id = models.BigAutoField(primary_key=True)
    case = models.BigIntegerField()
    term = models.CharField(max_length=32)
    procedure = models.CharField(max_length=80)
    item = models.CharField(max_length=60, blank=True)
    unit = models.BigIntegerField()
    county = models.BigIntegerField()
    channel = models.CharField(max_length=12)
    topic = models.CharField(max_length=80, blank=True)  # its parts, from the widest, parted by /
    began_on = models.DateField()
    ended_on = models.DateField(null=True)
    promised = models.SmallIntegerField(default=0)
    legal = models.SmallIntegerField(default=0)
    extended = models.SmallIntegerField(default=0)
    used = models.IntegerField(default=0)
    idle = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    late = models.SmallIntegerField(default=0)

    class Meta:
        db_table = "reports_step"
        indexes = (
            models.Index(fields=("case",), name="reports_step_case"), models.Index(fields=("unit", "ended_on"), name="reports_step_unit_ended"),
            models.Index(fields=("ended_on",), name="reports_step_ended"), models.Index(fields=("began_on", "unit"), name="reports_step_open", condition=OPEN),
        )


class Handed(models.Model):
    """A unit was given a case of a topic: after another had given it back (`ruled`) or not; and what became of it: answered, returned, or still open."""

    id = models.BigAutoField(primary_key=True)
    case = models.BigIntegerField()
    n = models.IntegerField()
    on = models.DateField()
    procedure = models.CharField(max_length=80)
    topic = models.CharField(max_length=80)
    unit = models.BigIntegerField()
    ruled = models.SmallIntegerField(default=0)
    ended = models.CharField(max_length=8, blank=True)

    class Meta:
        db_table = "reports_handed"
        constraints = (models.UniqueConstraint(fields=("case", "n"), name="reports_handed_once"),)
        indexes = (models.Index(fields=("procedure", "topic", "unit"), name="reports_handed_topic"),)


class Cell(models.Model):
    """What all rows of a month, unit, procedure and term add up to: `data` holds measure → hits and cases, and how many took how many days."""

    id = models.BigAutoField(primary_key=True)
    subject = models.SmallIntegerField()
    month = models.CharField(max_length=7)
    unit = models.BigIntegerField()
    county = models.BigIntegerField()
    procedure = models.CharField(max_length=80)
    term = models.CharField(max_length=32, blank=True)
    data = models.TextField()

    class Meta:
        db_table = "reports_cell"
        constraints = (models.UniqueConstraint(fields=("subject", "month", "unit", "procedure", "term"), name="reports_cell_once"),)


class Rating(models.Model):
    """One rating of one step, 5 (best) to 1. It names no case: who rated is told by a way of its own, with a purpose."""

    id = models.BigAutoField(primary_key=True)
    chain = models.BigIntegerField()
    n = models.IntegerField()
    term = models.CharField(max_length=32, blank=True)
    procedure = models.CharField(max_length=80)
    item = models.CharField(max_length=60, blank=True)
    unit = models.BigIntegerField()
    county = models.BigIntegerField()
    channel = models.CharField(max_length=12, blank=True)
    topic = models.CharField(max_length=80, blank=True)
    excluded = models.SmallIntegerField(default=0)  # the case it was of is
    began_on = models.DateField()
    score = models.SmallIntegerField()

    class Meta:
        db_table = "reports_rating"
        constraints = (models.UniqueConstraint(fields=("chain", "n"), name="reports_rating_once"),)
        indexes = (models.Index(fields=("began_on",), name="reports_rating_day"), models.Index(fields=("unit", "began_on"), name="reports_rating_unit"))
