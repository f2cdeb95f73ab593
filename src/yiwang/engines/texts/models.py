"""What is kept of texts that are compared: hashes of pairs of characters, never the text."""

from django.db import models


class Common(models.Model):
    """A shelf: texts compared with each other. `shares`: of how many of them each usual pair is a part, as JSON; `version` is made of it."""

    id = models.SmallAutoField(primary_key=True)
    shelf = models.CharField(max_length=40, unique=True)
    version = models.CharField(max_length=16, blank=True)
    shares = models.TextField(blank=True)

    class Meta:
        db_table = "texts_common"


class Fingerprint(models.Model):
    """One pair of characters that stands for a text. On SQLite a table without rows of its own (see the migration)."""

    pk = models.CompositePrimaryKey("shelf", "gram", "subject")
    shelf = models.SmallIntegerField()
    gram = models.IntegerField()
    subject = models.BigIntegerField()

    class Meta:
        db_table = "texts_fingerprint"
        indexes = (models.Index(fields=("shelf", "subject"), name="texts_fingerprint_subject"),)
