"""How long a table of 1 000 rows takes, beside the same table written by hand in Jinja.

    python -m bench table

By hand means a loop over the same rows that writes the same HTML, with numbers in the language of
the page. Fast mode, as in production. The two take turns, and CPU time is counted; the least of
each is compared.
"""

import sys
import time

from jinja2 import Environment

from citydesign import install
from citydesign.locale import Language

ROWS, ROUNDS = 1000, 30
#: At most so many times the table written by hand.
LIMIT = 2

COLUMNS = [
    {"label": "Bill"},
    {"label": "Sent to"},
    {"label": "Due"},
    {"label": "Amount, €", "numeric": True, "decimals": 2},
    {"label": "Reminders", "numeric": True},
]
BILLS = [
    [
        f"Day care & club {number}",
        "Aino Virtanen",
        f"{1 + number % 28} March 2027",
        number * 1.25,
        number % 4 or None,
    ]
    for number in range(ROWS)
]

OURS = (
    '{% from "citydesign/table.html" import table %}'
    '{{ table("Unpaid bills", id="bills", columns=columns, rows=rows) }}'
)
BY_HAND = """<city-table id="bills" class="city-table-frame">
<table class="city-table city-table--stack" role="table">
<caption class="city-table__caption" id="bills-caption"><span class="city-table__title">Unpaid bills</span></caption>
<thead class="city-table__head" role="rowgroup">
<tr class="city-table__row" role="row">
{%- for column in columns %}
<th class="city-table__column{% if column.numeric %} city-table__column--numeric{% endif %}" scope="col" role="columnheader">{{ column.label }}</th>
{%- endfor %}
</tr>
</thead>
<tbody class="city-table__body" role="rowgroup">
{%- for bill in rows %}
<tr class="city-table__row" role="row">
<th class="city-table__cell city-table__cell--name" scope="row" role="rowheader">{{ bill[0] }}</th>
<td class="city-table__cell" role="cell" data-label="Sent to">{{ bill[1] }}</td>
<td class="city-table__cell" role="cell" data-label="Due">{{ bill[2] }}</td>
<td class="city-table__cell city-table__cell--numeric" role="cell" data-label="Amount, €">{{ number(bill[3], 2) }}</td>
<td class="city-table__cell city-table__cell--numeric" role="cell" data-label="Reminders">
{%- if bill[4] is none %}<span class="city-table__none">no information</span>{% else %}{{ number(bill[4]) }}{% endif %}</td>
</tr>
{%- endfor %}
</tbody>
</table>
<p class="city-visually-hidden" role="status"></p>
</city-table>
"""

fast = Environment(autoescape=True)
install(fast, strict=False)
plain = Environment(autoescape=True)
made = {
    "written by hand": plain.from_string(BY_HAND),
    "citydesign": fast.from_string(OURS),
}
given = {"columns": COLUMNS, "rows": BILLS, "number": Language("en").number}
pages = {name: template.render(given).split() for name, template in made.items()}
if pages["written by hand"] != pages["citydesign"]:
    sys.exit("bench: the two tables differ")
least = dict.fromkeys(made, float("inf"))
for _ in range(ROUNDS):
    for name, template in made.items():
        start = time.process_time()
        template.render(given)
        least[name] = min(least[name], time.process_time() - start)
print(f"{'':<20}{'CPU ms':>10}{'ratio':>8}")
for name, seconds in least.items():
    print(f"{name:<20}{seconds * 1000:>10.1f}{seconds / least['written by hand']:>8.2f}")
ratio = least["citydesign"] / least["written by hand"]
if ratio > LIMIT:
    sys.exit(f"citydesign takes {ratio:.2f} times the table written by hand; at most {LIMIT}")
print(f"citydesign is within the limit of {LIMIT} times the table written by hand")
