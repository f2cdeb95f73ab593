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


class Barred(models.Model):
    """Who may not apply for a permit again until a day (行政许可法 第七十八、七十九条): derived from the decision that said so."""

    ref = models.CharField(max_length=40, unique=True)
    party = models.BigIntegerField()
    item = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    unit = models.BigIntegerField()
    number = models.CharField(max_length=120, blank=True)
    law = models.CharField(max_length=60)
    licence = models.CharField(max_length=120, blank=True)
    on = models.DateField()
    until = models.DateField()
    lifted_on = models.DateField(null=True)

    class Meta:
        db_table = "services_barred"
        indexes = (
            models.Index(fields=("party", "item"), name="services_barred_party"),
            models.Index(fields=("licence",), name="services_barred_licence", condition=models.Q(licence__gt="")),
        )


class Hearing(models.Model):
    """A hearing as it was announced to the public (行政许可法 第四十六条): what anybody may read of it, nothing else."""

    id = models.BigAutoField(primary_key=True)
    ref = models.CharField(max_length=40, unique=True)
    area = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    unit = models.BigIntegerField()
    matter = models.TextField()
    basis = models.CharField(max_length=200, blank=True)
    held_on = models.DateField()
    hour = models.CharField(max_length=20)
    place = models.CharField(max_length=120)
    chair = models.CharField(max_length=40)
    sign_up = models.TextField()
    announced_on = models.DateField()
    state = models.CharField(max_length=10)

    class Meta:
        db_table = "services_hearing"
        indexes = (
            models.Index(fields=("-held_on", "-id"), name="services_hearing_on"),
            models.Index(fields=("area", "-held_on", "-id"), name="services_hearing_area"),
        )
