"""The number blocks of SQLite; PostgreSQL has sequences of the same names."""

from django.db import models


class Block(models.Model):
    name = models.CharField(primary_key=True, max_length=16)
    next = models.BigIntegerField(default=1)

    class Meta:
        db_table = "store_block"
