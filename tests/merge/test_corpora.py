"""The data beside the checkout: every process compiles as the reference has it."""

from collections import defaultdict

import orjson
import pytest

from ocds_sv.checks.documents import Entry, entries
from ocds_sv.merge import Options, compile_files
from ocds_sv.standard import Standard
from ocds_sv.standard.instants import instant

KINDS = {"compiled": {}, "versioned": {"versioned": True}}


def processes_in(folder):
    """Releases by process: one a date, where the order of time and that of text are the same."""
    found = defaultdict(dict)
    for entry in entries([str(path) for path in sorted(folder.rglob("*.json"))]):
        if isinstance(entry, Entry) and entry.kind in {"release", "compiled"}:
            ocid, date = entry.value.get("ocid"), entry.value.get("date")
            if isinstance(ocid, str) and isinstance(date, str) and instant(date):
                found[ocid].setdefault(date, entry.value)
    return {ocid: list(by.values()) for ocid, by in found.items() if sorted(by) == sorted(by, key=instant)}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["publisher-data", "sample-data", "worked-examples"])
def test_every_corpus_compiles_as_the_reference_has_it(shared, oracle_of, tmp_path, kind, name):
    standard = Standard.load(Standard.known_extensions())
    oracle = oracle_of(standard.schema())
    processes = processes_in(shared / "ocds" / name)
    (tmp_path / "in.jsonl").write_bytes(b"".join(orjson.dumps(r) + b"\n" for p in processes.values() for r in p))

    options = Options(extensions=Standard.known_extensions(), **KINDS[kind])
    account = compile_files([str(tmp_path / "in.jsonl")], str(tmp_path / "out.jsonl"), options)

    ours = {one["ocid"]: one for one in map(orjson.loads, (tmp_path / "out.jsonl").read_bytes().splitlines())}
    assert ours == {ocid: getattr(oracle, kind)(releases) for ocid, releases in processes.items()}
    assert account.processes == len(processes) > 0
