"""The rule for a year whose notice is not out yet: weekends and the statutory days of 国务院令第795号 (in force 2025-01-01), nothing moved.

Which days are moved, and which day makes up for a statutory one on a weekend, only the notice says; so every result says `provisional`.
"""

from __future__ import annotations

from datetime import date, timedelta

from yiwang.engines.calendar.rooms.tables import Year

# First day of the first lunar month, Qingming, 5th day of the 5th and 15th of the 8th lunar month, Beijing time (GB/T 33661-2017
# 农历的编算和颁行); computed with two independent libraries (lunardate and lunar_python) that agree.
LUNAR = {
    2027: (date(2027, 2, 6), date(2027, 4, 5), date(2027, 6, 9), date(2027, 9, 15)),
    2028: (date(2028, 1, 26), date(2028, 4, 4), date(2028, 5, 28), date(2028, 10, 3)),
    2029: (date(2029, 2, 13), date(2029, 4, 4), date(2029, 6, 16), date(2029, 9, 22)),
    2030: (date(2030, 2, 3), date(2030, 4, 5), date(2030, 6, 5), date(2030, 9, 12)),
}


def year(number: int) -> Year:
    """The thirteen statutory days of a year. Raises KeyError for a year whose lunar days are not in the table."""
    spring, qingming, duanwu, mid_autumn = LUNAR[number]
    return Year(number, make_up=(), rests=(
        ("元旦", date(number, 1, 1), date(number, 1, 1)),
        ("春节", spring - timedelta(days=1), spring + timedelta(days=2)),  # New Year's Eve and the first three days
        ("清明节", qingming, qingming),
        ("劳动节", date(number, 5, 1), date(number, 5, 2)),
        ("端午节", duanwu, duanwu),
        ("中秋节", mid_autumn, mid_autumn),
        ("国庆节", date(number, 10, 1), date(number, 10, 3)),
    ))
