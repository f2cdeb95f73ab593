"""Phrases: an account's own, or a unit's."""

from django.db import models


class Phrase(models.Model):
    """A text put into long answers. Exactly one of `account` and `unit` is set: whose it is."""

    account = models.BigIntegerField(default=0)
    unit = models.BigIntegerField(default=0)
    title = models.CharField(max_length=20)
    text = models.CharField(max_length=500)

    class Meta:
        db_table = "clerking_phrase"
        indexes = (models.Index(fields=("account", "unit"), name="clerking_phrase_whose"),)
