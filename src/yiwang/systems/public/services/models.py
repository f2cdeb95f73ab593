"""Counters of services: derived from the record, rebuilt from it at any time."""

from django.db import models


class Rated(models.Model):
    """How often a unit was given a level on a day."""

    unit = models.BigIntegerField()
    level = models.CharField(max_length=8)
    on = models.DateField()
    count = models.IntegerField(default=0)

    class Meta:
        db_table = "services_rated"
        constraints = (models.UniqueConstraint(fields=("unit", "level", "on"), name="services_rated_once"),)
        indexes = (models.Index(fields=("on",), name="services_rated_on"),)
