"""Counters of supervision: derived from the record, rebuilt from it at any time."""

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
