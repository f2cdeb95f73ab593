"""Whether the record and the cases are whole: what must be true after anything whatever."""

from __future__ import annotations

from collections.abc import Iterable

from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store

ONE_TASK = (
    "select c.id, c.state, count(t.id) from cases_case c left join cases_task t on t.case_id = c.id and t.closed_at is null and t.inquiry = 0 "
    "group by c.id, c.state, c.closed_at having count(t.id) <> "
    "case when c.closed_at is null and c.state not in ('awaiting_papers', 'rectifying', 'merged', 'warned') and c.procedure <> 'oversight.outside.case' "
    "then 1 else 0 end"  # what another system handles waits for nobody here
)
OPEN_IN_CLOSED = "select x.case_id from {table} x join cases_case c on c.id = x.case_id where c.closed_at is not null and x.{open} is null{more}"
KEEPS = "('public.services.change', 'public.services.renewal', 'public.services.reissue')"  # a certificate's next version has its number
WRONG = {
    "a main task too few or too many": ONE_TASK,
    "a task open in a closed case": OPEN_IN_CLOSED.format(table="cases_task", open="closed_at", more=""),
    "a clock running in a closed case": OPEN_IN_CLOSED.format(table="cases_term", open="stopped_at", more=""),
    "an inquiry open in a closed case": OPEN_IN_CLOSED.format(table="cases_inquiry", open="closed_at", more=" and x.answered_at is null"),
    "a term due before it began": "select case_id, name from cases_term where due_on is not null and due_on < started_on",
    "two running clocks of a name": "select case_id, name, inquiry from cases_term where stopped_at is null group by 1, 2, 3 having count(*) > 1",
    "a case without its chain": "select c.id from cases_case c left join ledger_entry e on e.chain = c.id group by c.id, c.length "
                                "having count(e.id) <> c.length",
    "moves not counted": "select c.id from cases_case c join ledger_entry e on e.chain = c.id where c.procedure not like 'oversight.%%' and (e.kind not in "
                         "('opened', 'answered', 'urged', 'warned', 'breached', 'documented', 'looked_up', 'referred', 'erased', 'changed', 'corrected') "
                         "or (e.kind = 'referred' and e.body like '%%\"move\":%%')) "
                         "and e.act not like '%%.passed_on' and e.act not like '%%.sent_back' group by c.id, c.moves having count(e.id) <> c.moves",
    "answers not counted": "select c.id from cases_case c left join cases_inquiry i on i.case_id = c.id and i.answered_at is not null and i.above = 0 "
                           "group by c.id, c.answers having count(i.id) <> c.answers",
    "an inquiry without its clock": "select i.id from cases_inquiry i left join cases_term t on t.inquiry = i.id group by i.id having count(t.id) <> 1",
    "a case that nobody sees": "select c.id from cases_case c left join cases_seer s on s.case_id = c.id group by c.id having count(s.id) = 0",
    "seen as open though closed, or the other way": "select s.id from cases_seer s join cases_case c on c.id = s.case_id "
                                                    "where s.is_open = (c.closed_at is not null)",
    "a number given twice": "select d.kind, d.number from cases_document d join cases_case c on c.id = d.case_id "
                            f"where not (d.register <> '' and c.procedure in {KEEPS}) group by 1, 2 having count(*) > 1",
}


def wrongs() -> list[str]:
    """Everything that is not as it must be, in words; empty when all is well."""
    found = [f"{name}: {rows[:5]}" for name, sql in WRONG.items() if (rows := store.rows(sql))]
    report = ledger.verify()
    return found + [f"record: {fault.text}" for fault in report.faults]


def gaps() -> list[str]:
    """Series of numbers that have a gap."""
    series: dict[str, set[int]] = {}
    for (number,) in store.rows("select number from cases_document"):
        head, _, serial = number.partition("〕")
        series.setdefault(head, set()).add(int(serial.removesuffix("号")))
    return [head for head, serials in series.items() if sorted(serials) != list(range(1, len(serials) + 1))]


def missing(acknowledged: Iterable[tuple[int, str, int]]) -> list[tuple[int, str, int]]:
    """Acknowledged steps that are not on record exactly once, at the place that was told."""
    return [one for one in acknowledged if store.rows("select n from ledger_entry where chain = %s and key = %s", one[:2]) != [(one[2],)]]


