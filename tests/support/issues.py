"""Made-up issues of a tracker, as its API sends them, and a plain program that says what tables they make."""

import csv
import io
import json
import random
from datetime import datetime, timedelta, timezone

STATUSES = [("open", "Открыт"), ("inProgress", "In progress"), ("review", "На проверке"), ("testing", "Testing, 2nd"),
            ("closed", "Closed")]
PEOPLE = ["Анна Иванова", "Bob \"Builder\" O'Neil", "日本 太郎", "Zoë", "back\\slash", "tab\tname"]
FORMS = ["{:%Y-%m-%dT%H:%M:%S}.{ms:03d}+0000", "{:%Y-%m-%dT%H:%M:%S}.{ms:03d}Z", "{:%Y-%m-%dT%H:%M:%S}.{ms:03d}+00:00"]


def stamp(moment, rng):
    return rng.choice(FORMS).format(moment, ms=moment.microsecond // 1000)


def person(rng):
    return {"self": "https://example.org/u", "id": str(rng.randrange(10**6)), "display": rng.choice(PEOPLE)}


def make_changelog(number, created, rng, changes):
    entries, status, moment = [], rng.choice(STATUSES), created
    for step in range(changes):
        moment += timedelta(milliseconds=rng.choice([0, 1, 1000, 86_400_000, rng.randrange(10**9)]))
        new = rng.choice(STATUSES)
        fields = [{"field": {"id": "status"}, "from": {"key": status[0], "display": status[1]},
                   "to": {"key": new[0], "display": new[1]}}]
        if rng.random() < 0.2:
            fields.insert(0, {"field": {"id": "resolution"}, "from": None, "to": {"key": "fixed"}})
        if rng.random() < 0.1:
            fields = fields[:-1]  # an entry that changes something else
        else:
            status = new
        entries.append({"id": f"{number:x}e{step:x}", "updatedAt": stamp(moment, rng), "type": "IssueWorkflow",
                        "fields": fields})
    return entries, status, moment


def make_issue(number, rng, changes=None):
    """An issue, and its changelog."""
    created = datetime(2019, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=rng.randrange(10**11))
    changes = rng.choice([0, 0, 1, 2, 3, 5, 8, 60 if rng.random() < 0.02 else 4]) if changes is None else changes
    entries, status, moment = make_changelog(number, created, rng, changes)
    issue = {"self": f"https://example.org/v2/issues/T-{number}", "id": f"{number:024x}", "key": f"T-{number}",
             "version": rng.randrange(100), "summary": "Задача № %d " % number + "слово " * rng.choice([1, 5, 120]),
             "createdAt": stamp(created, rng), "updatedAt": stamp(moment, rng),
             "status": {"key": status[0], "display": status[1]}, "createdBy": person(rng)}
    if rng.random() < 0.7:
        issue["description"] = "Line\nbreak\t\\N \\. «текст» 😀 " * rng.randrange(1, 6)
    if rng.random() < 0.6:
        issue["assignee"] = person(rng)
    if rng.random() < 0.5:
        issue["businessClient"] = rng.choice([person(rng), [person(rng), person(rng)], "ООО «Ромашка»", [], None])
    if rng.random() < 0.5:
        issue["6063181a--team"] = rng.choice(["Core", "", {"key": "x", "display": "Billing"}])
        issue["7f--team"] = "Second"
    if rng.random() < 0.4:
        issue["6063181a--prodteam"] = rng.choice(["Prod", ["A", "B"], ""])
    if rng.random() < 0.3:
        issue["6063181a--profitForecast"] = rng.choice([12345678901234567890123, "много", 1.5])
    if rng.random() < 0.4:
        issue["links"] = [{"type": {"id": "relates"}, "object": {"key": f"T-{rng.randrange(1000)}"}}]
    issue["ключ"] = {"вложенный": [1, 2.50, {"x": None}]}
    return issue, entries


def make_issues(count, seed, changes=None):
    rng = random.Random(seed)
    return [make_issue(number, rng, changes) for number in range(1, count + 1)]


# The plain program: what a reader of the rules would write, row by row.

def moment(text):
    text = text.replace("Z", "+00:00")
    if text[-3] != ":":
        text = text[:-2] + ":" + text[-2:]
    return datetime.fromisoformat(text).astimezone(timezone.utc).replace(tzinfo=None)


def name(value):
    if isinstance(value, str):
        return value
    return (value.get("display") or value.get("key") or "") if isinstance(value, dict) else ""


def people(value):
    return ", ".join(filter(None, map(name, value))) if isinstance(value, list) else name(value)


def local(issue, ending):
    for key, value in issue.items():
        if key.endswith(ending):
            text = str(value) if isinstance(value, (int, float)) else people(value)
            if text:
                return text
    return None


def task_row(issue, entries):
    client = people(issue.get("businessClient")) or None
    return [issue["id"], issue["key"], issue["summary"][:500], issue.get("description"), name(issue["status"]),
            name(issue.get("createdBy")) or None, name(issue.get("assignee")) or None, client, client,
            local(issue, "--team"), local(issue, "--prodteam"), local(issue, "--profitForecast"),
            moment(issue["createdAt"]), moment(issue["updatedAt"]),
            json.dumps(issue["links"]) if "links" in issue else None, entries[-1]["id"] if entries else None,
            json.dumps(issue, ensure_ascii=False)]


def history_rows(issue, entries):
    changes = [(moment(entry["updatedAt"]), field) for entry in entries for field in entry["fields"]
               if field["field"]["id"] == "status"]
    changes.sort(key=lambda change: change[0])
    rows = [[name(changes[0][1]["from"]) if changes else name(issue["status"]), moment(issue["createdAt"]), None]]
    for at, change in changes:
        start = max(at, rows[-1][1])
        rows[-1][2] = start
        rows.append([name(change["to"]), start, None])
    return [[issue["id"], status, status, start, end] for status, start, end in rows]


TASK_COLUMNS = ("tracker_id, key, summary, description, status, author, assignee, business_client, customer, team, prodteam, "
                "profit_forecast, created_at, task_updated_at, links, last_changelog_id, full_data")
HISTORY_COLUMNS = "tracker_id, status, status_display, start_date, end_date"


def copy_rows(cursor, table, columns, rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["\x01" if value is None else value for value in row] for row in rows])
    text.seek(0)
    cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN (FORMAT csv, NULL '\x01')", text)


def difference(connection, issues):
    """What differs between the tables and those that the plain program makes; an empty text = nothing."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SET TimeZone = 'UTC'")
        cursor.execute(f"CREATE TEMP TABLE wanted_tasks ON COMMIT DROP AS SELECT {TASK_COLUMNS} FROM tracker_tasks LIMIT 0")
        cursor.execute(f"CREATE TEMP TABLE wanted_history ON COMMIT DROP AS SELECT {HISTORY_COLUMNS} "
                       "FROM tracker_task_history LIMIT 0")
        copy_rows(cursor, "wanted_tasks", TASK_COLUMNS, [task_row(*one) for one in issues])
        copy_rows(cursor, "wanted_history", HISTORY_COLUMNS, [row for one in issues for row in history_rows(*one)])
        for table, wanted, columns in (("tracker_tasks", "wanted_tasks", TASK_COLUMNS),
                                       ("tracker_task_history", "wanted_history", HISTORY_COLUMNS)):
            for what, left, right in (("missing in", wanted, table), ("too much in", table, wanted)):
                cursor.execute(f"SELECT {columns} FROM {left} EXCEPT ALL SELECT {columns} FROM {right}")
                rows = cursor.fetchall()
                if rows:
                    found.append(f"{len(rows)} rows {what} {table}, such as {rows[0]}")
        cursor.execute("SELECT count(*) FROM tracker_task_history h LEFT JOIN tracker_tasks t ON t.id = h.task_id "
                       "WHERE t.tracker_id IS DISTINCT FROM h.tracker_id")
        strays = cursor.fetchone()[0]
        if strays:
            found.append(f"{strays} history rows of another task")
    connection.rollback()
    return "\n".join(found)
