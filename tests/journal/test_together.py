"""
Kills, retries and races: what was acknowledged stays, and nothing is stored twice.
"""

import subprocess
import sys
import threading
from pathlib import Path

from planner.errors import StaleVersion
from planner.journal.sqlite import SqliteJournal

WRITER = Path(__file__).with_name("writer.py")


def start(*arguments):
    """
    Start the writing program.
    """
    return subprocess.Popen(
        [sys.executable, str(WRITER), *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
    )


def all_at_once(jobs):
    """
    Run jobs in threads that begin together, and give what they returned or raised.
    """
    barrier = threading.Barrier(len(jobs))
    results = []

    def run(job):
        barrier.wait()
        try:
            results.append(job())
        except StaleVersion as fault:
            results.append(fault)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_what_was_acknowledged_survives_a_kill(path):
    """
    A writer killed at any moment leaves every acknowledged entry, and a sound chain.
    """
    acknowledged = []
    with SqliteJournal.open(path):
        pass
    for cycle in range(10):
        with start(path, "session:A", 0) as child:
            lines = [child.stdout.readline()]
            # 1 to 80 ms after the first acknowledgement, in an order of no pattern
            timer = threading.Timer((cycle * 37 % 80 + 1) / 1000, child.kill)
            timer.start()
            lines += child.stdout.readlines()
        timer.join()
        # A last line cut in two was not an acknowledgement yet.
        acknowledged += [line.split() for line in lines if line.endswith("\n")]

        with SqliteJournal.open(path) as journal:
            assert journal.damage == ""
            digests = [record.digest for record in journal.read("session:A")]
            for _, version, digest in acknowledged:
                assert digests[int(version) - 1] == digest
            assert len(digests) <= len(acknowledged) + 10
            assert journal.verify([line[2] for line in acknowledged]).ok
    assert len(acknowledged) > 10


def test_one_command_from_four_processes_is_stored_once(path):
    """
    Four programs that send the same command store one entry; three are answered.
    """
    children = [start(path, "session:A", 1, "c1") for _ in range(4)]
    said = sorted(child.communicate()[0].strip() for child in children)

    assert said == ["repeated", "repeated", "repeated", "stored"]
    with SqliteJournal.open(path) as journal:
        assert journal.head("session:A").version == 1
        assert journal.verify().ok


def test_one_command_from_four_threads_is_stored_once(opened, draft):
    """
    Threads that share a journal and send the same command store one entry.
    """
    journal = opened()
    for trial in range(20):
        entries = [draft()]

        def send(command=f"c{trial}", version=trial, entries=entries):
            return journal.append("s", version, command, entries, fingerprint="f")

        results = all_at_once([send] * 4)

        assert sorted(x.repeated for x in results) == [False, True, True, True]
        assert len({x.head.digest for x in results}) == 1
    assert journal.head("s").version == 20


def test_racing_writers_leave_no_gap(path):
    """
    Four programs that append to one stream all get through, one entry a version.
    """
    with SqliteJournal.open(path):
        pass
    children = [start(path, "session:A", 25) for _ in range(4)]
    said = [child.communicate()[0].split("\n") for child in children]

    stored = [line.split() for lines in said for line in lines if "stored" in line]
    assert sorted(int(line[1]) for line in stored) == list(range(1, 101))
    with SqliteJournal.open(path) as journal:
        records = journal.read("session:A")
        assert [record.seq for record in records] == list(range(1, 101))
        assert {record.digest for record in records} == {line[2] for line in stored}
        assert journal.verify().ok


def test_of_racing_writers_one_wins_and_the_others_are_told(path, draft):
    """
    Of four connections that append on one version, three are told who came first.
    """
    journals = [SqliteJournal.open(path) for _ in range(4)]

    def send(number):
        return journals[number].append("s", 0, f"c{number}", [draft()], fingerprint="f")

    results = all_at_once([lambda n=n: send(n) for n in range(4)])

    losers = [x for x in results if isinstance(x, StaleVersion)]
    assert len(losers) == 3
    assert all('"dr-b" recorded entry 1' in x.what for x in losers)
    assert len(journals[0].read("s")) == 1
    for journal in journals:
        journal.close()


def test_a_new_file_can_be_opened_by_many_at_once(path):
    """
    Connections that make the same file together all open it whole.
    """
    journals = all_at_once([lambda: SqliteJournal.open(path)] * 6)

    assert [journal.damage for journal in journals] == [""] * 6
    for journal in journals:
        journal.close()


def test_ten_thousand_entries_are_verified(draft, path):
    """
    The full check keeps up with a clinic's history.
    """
    with SqliteJournal.open(path) as journal:
        for command in range(10):
            drafts = [draft() for _ in range(1000)]
            journal.append("s", command * 1000, f"c{command}", drafts, fingerprint="f")
        check = journal.verify()

    assert (check.ok, check.entries) == (True, 10_000)
