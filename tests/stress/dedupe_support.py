"""What the stress tests of `pgmend dedupe` share: a server, a call of pgmend, and the rows that a reference statement keeps."""

import json
import subprocess

import psycopg2


class Dedupe:
    def __init__(self, server, pgmend):
        self.server, self.pgmend = server, pgmend

    def connect(self, database, autocommit=True):
        connection = psycopg2.connect(self.server.url(database))
        connection.autocommit = autocommit
        return connection

    def start(self, database, *words):
        command = [str(self.pgmend), "-d", self.server.url(database), "--format", "json", "--yes", *words]
        return subprocess.Popen(command, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)

    def finish(self, process, expected=0):
        out, err = process.communicate(timeout=300)
        if process.returncode != expected:
            raise AssertionError(f"exit code {process.returncode} instead of {expected}: {process.args}\n{out}{err}")
        return json.loads(out) if out.strip() else {}

    def run(self, database, *words, expected=0):
        return self.finish(self.start(database, *words), expected)


def rows(connection, query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)
        return cursor.fetchall() if cursor.description else []


def one(connection, query, *values):
    return rows(connection, query, *values)[0][0]


def expect(condition, text):
    if not condition:
        raise AssertionError(text)
