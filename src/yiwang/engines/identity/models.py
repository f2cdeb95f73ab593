"""Tables of identity. Unit, Person, Firm and Account may be a foreign key's target; all others are private."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models


class Unit(models.Model):
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    short = models.CharField(max_length=40)
    word = models.CharField(max_length=20, blank=True)  # 机关代字, before the year of a document number
    level = models.SmallIntegerField()
    kind = models.CharField(max_length=12)
    organ = models.CharField(max_length=16, default="government")
    government = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    line = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    division = models.CharField(max_length=12, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "identity_unit"
        indexes = (models.Index(fields=("government",), name="identity_unit_block"), models.Index(fields=("line",), name="identity_unit_line"))


class Person(models.Model):
    """A natural person. `number` is the citizen number."""

    name = models.CharField(max_length=80)
    number = models.CharField(max_length=18, unique=True, null=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=254, blank=True)
    assurance = models.CharField(max_length=12, default="registered")

    class Meta:
        db_table = "identity_person"
        indexes = (models.Index(fields=("phone",), name="identity_person_phone"),)


class Firm(models.Model):
    """A legal person or sole trader. `code` is the unified social credit code; `organisation_code` its characters 9–17."""

    name = models.CharField(max_length=160)
    code = models.CharField(max_length=18, unique=True)
    organisation_code = models.CharField(max_length=9, blank=True)
    representative = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "identity_firm"


class Account(AbstractBaseUser):
    """A log-in of one person. Which capacities it has follows from tenures and mandates, never from the account."""

    username = models.CharField(max_length=40, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    failures = models.SmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    otp_secret = models.CharField(max_length=160, blank=True)  # sealed; empty: no second factor
    otp_step = models.BigIntegerField(default=0)  # the last half minute whose code was taken: none is taken twice
    text_code = models.CharField(max_length=160, blank=True, default="", db_default="")  # sealed: the last code sent to the phone
    text_at = models.DateTimeField(null=True)
    text_count = models.SmallIntegerField(default=0, db_default=0)  # on the day of `text_at`
    enrol_code = models.CharField(max_length=128, blank=True, default="", db_default="")  # hashed: another administrator's word that this is the person
    enrol_until = models.DateTimeField(null=True)
    generation = models.IntegerField(default=0)  # moved when the password or the lock changes: open sessions end
    must_change = models.BooleanField(default=False)  # the password was given by an administrator and serves once
    demo = models.BooleanField(default=False)
    USERNAME_FIELD = "username"

    class Meta:
        db_table = "identity_account"


class Post(models.Model):
    """A post in a unit; its roles are what whoever holds it may do there."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    title = models.CharField(max_length=40)
    single = models.BooleanField(default=True)  # one holder at a time
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "identity_post"
        constraints = (models.UniqueConstraint(fields=("unit", "title"), name="identity_post_name"),)


class PostRole(models.Model):
    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    role = models.CharField(max_length=80)

    class Meta:
        db_table = "identity_postrole"
        constraints = (models.UniqueConstraint(fields=("post", "role"), name="identity_postrole_once"),)


class Tenure(models.Model):
    """An appointment: from the day it begins to the day it ends, both included; open while `until` is null."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    for_tenure = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")  # a stand-in 代理: the appointment of whoever is away

    class Meta:
        db_table = "identity_tenure"


class Mandate(models.Model):
    """Who may act for whom, in what and until when: a firm's agent, a parent, a helper at a station."""

    holder = models.ForeignKey(Person, models.PROTECT, related_name="+")
    for_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    for_firm = models.ForeignKey(Firm, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, default="agent", db_default="agent")  # agent, helper at a station, guardian
    scope = models.CharField(max_length=80, default="*")  # everything, or system:…, item:…, case:…
    since = models.DateField()
    until = models.DateField(null=True)
    given_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "identity_mandate"


class Meta:
        db_table = "identity_code"


class Policy(models.Model):
    """A number the security administrator sets: how many failures, how long idle. What has no row has its usual value."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.IntegerField()

    class Meta:
        db_table = "identity_policy"


class Address(models.Model):
    """Failures from one network address within the last minutes: whoever guesses is slowed down, whatever names are tried."""

    address = models.CharField(max_length=64, primary_key=True)
    failures = models.IntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        db_table = "identity_address"


class Epoch(models.Model):
    """One row, moved by every change of units, posts, roles, tenures and mandates: whoever cached rights reads again."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    n = models.BigIntegerField(default=1)

    class Meta:
        db_table = "identity_epoch"


class Token(models.Model):
    """A program's access as a person, in one capacity. The secret itself is nowhere: `digest` is its SHA-256."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=8)
    tenure = models.BigIntegerField(default=0)
    mandate = models.BigIntegerField(default=0)
    generation = models.IntegerField(default=0)  # over with the account's: a new password ends tokens as it ends sessions
    made_at = models.DateTimeField()
    until = models.DateField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_token"
