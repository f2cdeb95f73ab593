"""Tables of cases: the schema and the reading side. Steps are written by `rooms.write`."""

from django.db import models

from yiwang.engines.identity import targets


class Case(models.Model):
    """A case. The head and length of its chain lie here; `moves` and `answers` are what a page was made from."""

    id = models.BigIntegerField(primary_key=True)
    ref = models.CharField(max_length=32, unique=True)
    matter = models.BigIntegerField()
    procedure = models.CharField(max_length=80)
    version = models.SmallIntegerField()
    item = models.CharField(max_length=60, blank=True)
    item_version = models.IntegerField(default=0)
    title = models.CharField(max_length=200)
    unit = models.ForeignKey(targets.Unit, models.PROTECT, related_name="+", db_index=False)
    desk = models.BigIntegerField(default=0)  # the unit that keeps the case, 0 when that is the handling unit itself
    party = models.BigIntegerField(default=0)  # seer number of the person or firm it is about, 0 for none
    party_name = models.CharField(max_length=160, blank=True)
    sealed = models.BooleanField(default=False, db_default=False)  # names nobody: what was written is read at the desk alone
    about = models.CharField(max_length=120, blank=True)  # another subject it is about: "case:…", "site:…"
    zone = models.CharField(max_length=10)
    state = models.CharField(max_length=32)
    done = models.TextField(blank=True)
    moves = models.IntegerField(default=0)
    answers = models.IntegerField(default=0)
    head = models.BinaryField()
    length = models.IntegerField(default=1)
    key = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()
    opened_by = models.BigIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_case"
        indexes = (models.Index(fields=("unit", "-id"), name="cases_case_unit"), models.Index(fields=("matter",), name="cases_case_matter"))


class Task(models.Model):
    """What waits for somebody: a role in a unit. Open while `closed_at` is null."""

    id = models.BigIntegerField(primary_key=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    unit = models.ForeignKey(targets.Unit, models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=80)
    asks = models.CharField(max_length=40)
    inquiry = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_task"
        indexes = (models.Index(fields=("unit", "due_at", "id"), name="cases_task_open", condition=models.Q(closed_at=None)),)


class Term(models.Model):
    """A running or stopped clock. Days are the city's; `due_on` is null while time is not counted. Of kind `minutes` the numbers of days are minutes,
    and `due_at` is the instant it is over, from which its start follows."""

    id = models.BigIntegerField(primary_key=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    name = models.CharField(max_length=32)
    unit = models.ForeignKey(targets.Unit, models.PROTECT, related_name="+", db_index=False)
    inquiry = models.BigIntegerField(default=0)
    started_on = models.DateField()
    kind = models.CharField(max_length=10)
    days = models.SmallIntegerField()
    legal_days = models.SmallIntegerField()
    extended = models.SmallIntegerField(default=0)
    not_counted = models.TextField(blank=True)  # "2026-09-29:2026-09-30:test 2026-10-12::hearing"
    due_on = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    calendar = models.CharField(max_length=20, blank=True)
    next_at = models.DateTimeField(null=True)
    next_mark = models.CharField(max_length=8, blank=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_on = models.DateField(null=True)

    class Meta:
        db_table = "cases_term"
        indexes = (models.Index(fields=("next_at",), name="cases_term_next", condition=models.Q(stopped_at=None, next_at__isnull=False)),)


class Inquiry(models.Model):
    """One unit asked by a case, or by a unit so asked. The answer is an official statement of that unit."""

    id = models.BigIntegerField(primary_key=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    unit = models.ForeignKey(targets.Unit, models.PROTECT, related_name="+", db_index=False)
    above = models.BigIntegerField(default=0, db_default=0)  # the inquiry it was passed on from, 0 when the case itself asks
    title = models.CharField(max_length=80, blank=True)
    question = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)
    verdict = models.CharField(max_length=24, blank=True)
    opinion = models.TextField(blank=True)
    law = models.CharField(max_length=120, blank=True)
    closed_at = models.DateTimeField(null=True)  # unanswered: overtaken by the decision or by the unit above; answered: adopted or returned

    class Meta:
        db_table = "cases_inquiry"


class Seer(models.Model):
    """Who may see a case: units up both lines, units asked, persons concerned (`rooms.seers` numbers them). Lists are ranges over this."""

    id = models.BigAutoField(primary_key=True)
    seer = models.BigIntegerField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    is_open = models.BooleanField(default=True, db_default=True)  # as the case is: lists of open work read a range of their own

    class Meta:
        db_table = "cases_seer"
        constraints = (models.UniqueConstraint(fields=("seer", "case"), name="cases_seer_once"),)
        indexes = (
            models.Index(fields=("seer", "-opened_at", "-case"), name="cases_seer_list"),
            models.Index(fields=("seer", "-opened_at", "-case"), name="cases_seer_open", condition=models.Q(is_open=True)),
        )


class Urge(models.Model):
    """A reminder sent from above or by the lead; shown until what it urges is done."""

    id = models.BigIntegerField(primary_key=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    unit = models.ForeignKey(targets.Unit, models.PROTECT, related_name="+", db_index=False)
    text = models.TextField(blank=True)
    by = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_urge"


class Document(models.Model):
    """A letter or certificate that a move owes, with its number; `file` is set once it is made."""

    id = models.BigIntegerField(primary_key=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    n = models.IntegerField()  # the entry that owes it
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=80)
    number = models.CharField(max_length=60)
    template = models.CharField(max_length=60)
    register = models.CharField(max_length=60, blank=True)
    owed_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "cases_document"
        indexes = (models.Index(fields=("owed_at",), name="cases_document_owed", condition=models.Q(made_at=None)),)
