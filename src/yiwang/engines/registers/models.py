"""Versions of published facts."""

from django.db import models


class Record(models.Model):
    """A version. `facts` is the very text that was hashed; only `valid_to` and `state` change after it was written."""

    register = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    version = models.IntegerField()
    title = models.CharField(max_length=200)
    facts = models.TextField()
    hash = models.CharField(max_length=80)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    state = models.CharField(max_length=10, default="valid")
    published_at = models.DateTimeField()
    published_by = models.BigIntegerField()
    request = models.CharField(max_length=64, null=True)
    search = models.TextField(blank=True)
    owner = models.BigIntegerField(default=0, db_default=0)  # the seer number of whose it is, 0 where nobody's

    class Meta:
        db_table = "registers_record"
        indexes = (
            models.Index(fields=("owner", "register", "key"), name="registers_record_owner", condition=models.Q(owner__gt=0)),
            models.Index(fields=("register", "-id"), name="registers_record_latest", condition=models.Q(state="valid")),
            models.Index(fields=("register", "valid_to", "key"), name="registers_record_ending", condition=models.Q(state="valid")),
        )
        constraints = (
            models.UniqueConstraint(fields=("register", "key", "version"), name="registers_record_version"),
            models.UniqueConstraint(fields=("register", "key", "request"), name="registers_record_request"),
        )


class Presentation(models.Model):
    """A certificate shown once: the code its holder reads out, hashed, and what became of it."""

    code = models.CharField(max_length=64, unique=True)
    register = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "registers_presentation"
