"""The door to identity.

Models that may be a foreign key's target: Unit, Person, Firm, Account, in `targets` (always `related_name="+"`, PROTECT).
Founding a city at once takes `foundation`'s values. What changes by a command comes in pairs: `x_faults` looks under the lock on rights and gives
reasons, `x` does; both inside the command's transaction. Signing in and one's own password and code have doors of their own.
"""

from __future__ import annotations

from yiwang.engines.identity.rooms import accounts as account_changes
from yiwang.engines.identity.rooms import enrolment, standing_in
from yiwang.engines.identity.rooms import mandates as mandate_changes
from yiwang.engines.identity.rooms import posts as post_changes
from yiwang.engines.identity.rooms import units as unit_changes
from yiwang.engines.identity.rooms.accounts import hand_out
from yiwang.engines.identity.rooms.applicants import applicant, applicant_faults, firm_named, look_up_applicant, register_applicant
from yiwang.engines.identity.rooms.capacities import actor, capacities, mandate_ended, own_post, party, resumed
from yiwang.engines.identity.rooms.directory import (
    account_of_person,
    account_view,
    accounts,
    find_officials,
    find_units,
    person_named,
    post,
    posts_of,
    staffed,
    tenures_of,
    unit_view,
    units_below,
)
from yiwang.engines.identity.rooms.establishment import listed_posts, listed_tenures, listed_units
from yiwang.engines.identity.rooms.finding import account_of, generation, holder
from yiwang.engines.identity.rooms.founding import found_people, found_units
from yiwang.engines.identity.rooms.mandates import mandate, mandate_used, mandates
from yiwang.engines.identity.rooms.naming import named
from yiwang.engines.identity.rooms.onetime import enrol, enrolled, factor_due, good_secret, new_secret, uri
from yiwang.engines.identity.rooms.passwords import change_password, password_is
from yiwang.engines.identity.rooms.policies import POLICIES, policies, policy, policy_faults, set_policy
from yiwang.engines.identity.rooms.ports import plug
from yiwang.engines.identity.rooms.reaching import people_at, reach
from yiwang.engines.identity.rooms.rights import (
    EPOCH,
    above,
    below,
    divisions_below,
    epoch,
    forget,
    government_of,
    in_force,
    moved,
    reads_as,
    rights,
    same_government,
    unit,
    unit_by_code,
)
from yiwang.engines.identity.rooms.signing import sign_in, signed_in_surely
from yiwang.engines.identity.rooms.tokens import bearer, end_token, make_token, tokens
from yiwang.engines.identity.rooms.units import merged_into
from yiwang.engines.identity.rules import ADMINS, mobile
from yiwang.engines.identity.types import Bearer, Capacity, Courier, Kind, Level, Office, Organ, Party, Reach, Rights, Sealer, Signing, Unit
from yiwang.engines.identity.views import TokenView

__all__ = [
    "ADMINS",
    "EPOCH",
    "POLICIES",
    "Bearer",
    "Capacity",
    "Courier",
    "Kind",
    "Level",
    "Office",
    "Organ",
    "Party",
    "Reach",
    "Rights",
    "Sealer",
    "Signing",
    "TokenView",
    "Unit",
    "above",
    "account_changes",
    "account_of",
    "account_of_person",
    "account_view",
    "accounts",
    "actor",
    "applicant",
    "applicant_faults",
    "bearer",
    "below",
    "capacities",
    "change_password",
    "divisions_below",
    "end_token",
    "enrol",
    "enrolled",
    "enrolment",
    "epoch",
    "factor_due",
    "find_officials",
    "find_units",
    "firm_named",
    "forget",
    "found_people",
    "found_units",
    "generation",
    "good_secret",
    "government_of",
    "hand_out",
    "holder",
    "in_force",
    "listed_posts",
    "listed_tenures",
    "listed_units",
    "look_up_applicant",
    "make_token",
    "mandate",
    "mandate_changes",
    "mandate_ended",
    "mandate_used",
    "mandates",
    "merged_into",
    "mobile",
    "moved",
    "named",
    "new_secret",
    "own_post",
    "party",
    "password_is",
    "people_at",
    "person_named",
    "plug",
    "policies",
    "policy",
    "policy_faults",
    "post",
    "post_changes",
    "posts_of",
    "reach",
    "reads_as",
    "register_applicant",
    "resumed",
    "rights",
    "same_government",
    "set_policy",
    "sign_in",
    "signed_in_surely",
    "staffed",
    "standing_in",
    "tenures_of",
    "tokens",
    "unit",
    "unit_by_code",
    "unit_changes",
    "unit_view",
    "units_below",
    "uri",
]
