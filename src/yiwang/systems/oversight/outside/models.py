"""What was reported, step by step, as it came: to know what came twice, and what never came."""

from django.db import models


class Step(models.Model):
    """A step of a case of an outside system. `sha256` is of its contents; `chain` the case here; `contradicts` says why it does not fit."""

    system = models.CharField(max_length=40)
    case = models.CharField(max_length=60)
    n = models.SmallIntegerField()
    step = models.CharField(max_length=16)
    sha256 = models.CharField(max_length=64)
    chain = models.BigIntegerField()
    ref = models.CharField(max_length=32)
    entry = models.IntegerField()
    acted_at = models.DateTimeField()
    came_at = models.DateTimeField()
    on = models.DateField()  # the day it was taken, as the outside system reconciles it
    contradicts = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "outside_step"
        constraints = (models.UniqueConstraint(fields=("system", "case", "n"), name="outside_step_once"),)
        indexes = (models.Index(fields=("system", "on"), name="outside_step_day"),)


class Day(models.Model):
    """What a system says it did on a day, against what came: `missing` never came, `other` came with other contents, `unknown` it says nothing of."""

    system = models.CharField(max_length=40)
    on = models.DateField()
    steps = models.IntegerField()
    missing = models.IntegerField(default=0)
    other = models.IntegerField(default=0)
    unknown = models.IntegerField(default=0)
    came_at = models.DateTimeField()

    class Meta:
        db_table = "outside_day"
        constraints = (models.UniqueConstraint(fields=("system", "on"), name="outside_day_once"),)
