"""Notices in the house, and the outbox of what leaves it."""

from django.db import models


class Notice(models.Model):
    """What somebody is told. `seer` is a unit, person or firm as cases number them; `role` narrows a unit to those who hold it."""

    id = models.BigAutoField(primary_key=True)
    seer = models.BigIntegerField()
    role = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=120)
    text = models.TextField()
    case = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=120, unique=True)
    path = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        db_table = "notify_notice"
        indexes = (models.Index(fields=("seer", "-at", "-id"), name="notify_notice_list"),)


class Mail(models.Model):
    """A mail on its way out; kept after sending, so that one can look what left."""

    id = models.BigAutoField(primary_key=True)
    to = models.CharField(max_length=254)
    title = models.CharField(max_length=160)
    text = models.TextField()
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    error = models.TextField(blank=True)
    key = models.CharField(max_length=120, unique=True)

    class Meta:
        db_table = "notify_mail"
        indexes = (models.Index(fields=("at",), name="notify_mail_waiting", condition=models.Q(sent_at=None)),)
