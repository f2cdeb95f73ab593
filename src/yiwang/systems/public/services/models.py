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


class Granted(models.Model):
    """A grant as it is published (行政许可法 第四十条): what anybody may read of it, nothing else. `until` and `state` are the certificate's of today."""

    id = models.BigAutoField(primary_key=True)
    number = models.CharField(max_length=120)
    version = models.IntegerField()
    area = models.CharField(max_length=12)
    item = models.CharField(max_length=80)
    handling = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200)
    unit = models.BigIntegerField()
    holder = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    until = models.DateField(null=True)
    state = models.CharField(max_length=10)
    words = models.TextField()

    class Meta:
        db_table = "services_granted"
        constraints = (models.UniqueConstraint(fields=("number", "version"), name="services_granted_once"),)
        indexes = (
            models.Index(fields=("-on", "-id"), name="services_granted_on"),
            models.Index(fields=("area", "-on", "-id"), name="services_granted_area"),
            models.Index(fields=("unit", "-on", "-id"), name="services_granted_unit"),
            models.Index(fields=("item", "-on", "-id"), name="services_granted_item"),
        )
