"""A fault stops the check, silence does not, and silence is never called safety."""

import subprocess

from scripts import audit

CLEAN = {"name": "flask", "version": "3.1.3", "vulns": []}
SKIPPED = {"name": "dash", "skip_reason": "Dependency not found on PyPI"}
FAULTY = {"name": "old", "version": "1.0", "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["1.1"]}]}


def test_a_fault_is_named_with_its_mend(capsys):
    assert audit.judge([CLEAN, FAULTY]) == 1
    assert "old 1.0: PYSEC-2026-1 (1.1)" in capsys.readouterr().err


def test_what_was_not_asked_is_said(capsys):
    assert audit.judge([CLEAN, SKIPPED]) == 0
    assert "Audited 1 packages: 0 known faults. Not audited: dash." in capsys.readouterr().out


def test_nothing_asked_is_not_called_clean(capsys):
    assert audit.judge([SKIPPED]) == 0
    told = capsys.readouterr().out
    assert told.startswith("NOT AUDITED") and "0 known faults" not in told


def test_a_service_that_does_not_answer_stops_nobody(monkeypatch, capsys):
    def silent(*_args, **_kwargs):
        raise subprocess.TimeoutExpired("pip-audit", 1)

    monkeypatch.setattr(audit.subprocess, "run", silent)
    assert audit.packages() == 0
    assert "NOT AUDITED" in capsys.readouterr().out
    monkeypatch.setattr(
        audit.subprocess, "run", lambda *_a, **_k: subprocess.CompletedProcess([], 1, "", "ConnectionError: no route")
    )
    assert audit.packages() == 0
    assert "no route" in capsys.readouterr().out


def test_tools_of_npm_are_told_of(monkeypatch, tmp_path):
    told = '{"metadata": {"vulnerabilities": {"high": 2, "low": 0, "total": 2}}}'
    monkeypatch.setattr(audit.subprocess, "run", lambda *_a, **_k: subprocess.CompletedProcess([], 1, told, ""))
    assert audit.tool(tmp_path / "azurite") == "Tool azurite (not part of what runs): 2 high."
    monkeypatch.setattr(audit.subprocess, "run", lambda *_a, **_k: subprocess.CompletedProcess([], 1, "", "no route"))
    assert audit.tool(tmp_path / "azurite").startswith("NOT AUDITED")


def test_every_list_of_packages_is_audited():
    assert {path.name for path in audit.ROOT.glob("requirements*.txt")} == set(audit.FILES)
