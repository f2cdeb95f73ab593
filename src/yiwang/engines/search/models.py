"""What can be found. The index itself is FTS5 on SQLite and an array under GIN on PostgreSQL (see the migration)."""

from django.db import models


class Text(models.Model):
    """One thing that can be found. `case` is 0 for what is public; otherwise whoever sees the case finds it."""

    id = models.BigAutoField(primary_key=True)
    subject = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=24)
    title = models.CharField(max_length=200)
    body = models.TextField()
    url = models.CharField(max_length=200)
    note = models.CharField(max_length=120, blank=True)
    case = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        db_table = "search_text"
