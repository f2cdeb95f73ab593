"""What supervision keeps beside its cases: all of it derived from the record, and made again from it at any time."""

from django.db import models


class Count(models.Model):
    """How many clocks of a term a unit stopped on a day, how many of them late, and after how many days."""

    unit = models.BigIntegerField()
    county = models.BigIntegerField()
    procedure = models.CharField(max_length=80)
    term = models.CharField(max_length=32)
    on = models.DateField()
    done = models.IntegerField(default=0)
    late = models.IntegerField(default=0)
    days = models.IntegerField(default=0)  # days counted until they were stopped, in all

    class Meta:
        db_table = "supervision_count"
        constraints = (models.UniqueConstraint(fields=("unit", "procedure", "term", "on"), name="supervision_count_once"),)
        indexes = (models.Index(fields=("on",), name="supervision_count_on"),)


class Backdated(models.Model):
    """A step that was entered so many working days after it was done; `on` is the day it was entered."""

    chain = models.BigIntegerField()
    n = models.IntegerField()
    hash = models.CharField(max_length=64)
    unit = models.BigIntegerField()
    on = models.DateField()
    days = models.IntegerField()

    class Meta:
        db_table = "supervision_backdated"
        constraints = (models.UniqueConstraint(fields=("chain", "n"), name="supervision_backdated_once"),)
        indexes = (models.Index(fields=("on", "unit"), name="supervision_backdated_on"),)


class Rated(models.Model):
    """A bad rating, and whether anybody did anything about it. `followed` is the case that began because of it, 0 for none."""

    chain = models.BigIntegerField()
    n = models.IntegerField()
    hash = models.CharField(max_length=64)
    unit = models.BigIntegerField()
    post = models.BigIntegerField()
    subject = models.CharField(max_length=120)
    on = models.DateField()
    followed = models.BigIntegerField(default=0)
    answered = models.SmallIntegerField(default=0)

    class Meta:
        db_table = "supervision_rated"
        constraints = (models.UniqueConstraint(fields=("chain", "n"), name="supervision_rated_once"),)
        indexes = (models.Index(fields=("followed",), name="supervision_rated_followed", condition=models.Q(answered=0)),
                   models.Index(fields=("on",), name="supervision_rated_open", condition=models.Q(answered=0)))


class Part(models.Model):
    """A sum of a month that scores are made of, of a unit and post (0: nobody's): steps done, late, rated, good ratings, points."""

    unit = models.BigIntegerField()
    post = models.BigIntegerField()
    month = models.CharField(max_length=7)
    what = models.CharField(max_length=8)
    amount = models.IntegerField()

    class Meta:
        db_table = "supervision_part"
        constraints = (models.UniqueConstraint(fields=("month", "unit", "post", "what"), name="supervision_part_once"),)


class Signal(models.Model):
    """A signal or warning as lists narrow it: its rule, whose it is, and how far it is. `id` is the chain of its case."""

    id = models.BigIntegerField(primary_key=True)
    ref = models.CharField(max_length=40)
    about = models.CharField(max_length=120)
    rule = models.CharField(max_length=40)
    version = models.IntegerField()
    level = models.CharField(max_length=6)
    unit = models.BigIntegerField()
    county = models.BigIntegerField()
    post = models.BigIntegerField()
    on = models.DateField()
    points = models.IntegerField()
    said = models.CharField(max_length=200)
    state = models.CharField(max_length=20)
    upheld_on = models.DateField(null=True)  # the day of the first ruling that upheld it, unless it was withdrawn

    class Meta:
        db_table = "supervision_signal"
        indexes = (models.Index(fields=("unit", "id"), name="supervision_signal_unit"), models.Index(fields=("rule", "on"), name="supervision_signal_rule"),
                   models.Index(fields=("on", "id"), name="supervision_signal_on"))
