"""``python -m scripts.audit``: known faults of what is installed; 1 when there is one, 0 in plain words when nobody could say."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILES = ("requirements.txt", "requirements-test.txt", "requirements-big.txt")
TOOLS = ROOT / "build"  # npm packages of tests and measurements lie here, each in a folder; the exhibition runs none of them
PATIENCE_S = 120


def main() -> int:
    """Python's packages decide; what npm says of the tools is told."""
    for lock in sorted(TOOLS.glob("*/package-lock.json")):
        print(tool(lock.parent))
    return packages()


def tool(folder: Path) -> str:
    """One line about the known faults of the npm packages in ``folder``, by npm audit."""
    try:
        done = subprocess.run(
            ["npm", "audit", "--json"], cwd=folder, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
        found = json.loads(done.stdout)["metadata"]["vulnerabilities"]
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError):
        return f"NOT AUDITED: npm answers nothing of {folder.name}."
    grave = {name: found[name] for name in ("critical", "high", "moderate", "low") if found.get(name)}
    said = ", ".join(f"{count} {name}" for name, count in grave.items()) or "no known faults"
    return f"Tool {folder.name} (not part of what runs): {said}."


def packages() -> int:
    """Ask PyPI's advisory service by pip-audit. Not reached, or not told of a package, is said, never taken for "no faults"."""
    chosen = [argument for file in FILES for argument in ("-r", str(ROOT / file))]
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--no-deps", "--disable-pip", "--progress-spinner", "off"]
    try:
        done = subprocess.run([*command, *chosen], capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    except subprocess.TimeoutExpired:
        return unsaid(f"no answer within {PATIENCE_S} s")
    try:
        found = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return unsaid((done.stderr.strip().splitlines() or ["no answer"])[-1])
    return judge(found)


def judge(found: list[dict]) -> int:
    """Say what pip-audit found: its ``dependencies``, each with ``vulns``, or ``skip_reason`` where it was not told of."""
    faults = [(one["name"], one["version"], fault) for one in found for fault in one.get("vulns", ())]
    for name, version, fault in faults:
        fixed = ", ".join(fault.get("fix_versions", ())) or "no fixed version yet"
        print(f"{name} {version}: {fault['id']} ({fixed})", file=sys.stderr)
    asked = [one for one in found if "skip_reason" not in one]
    if not asked:
        return unsaid("the package index answers no advisories")
    skipped = sorted(one["name"] for one in found if "skip_reason" in one)
    rest = f" Not audited: {', '.join(skipped)}." if skipped else ""
    print(f"Audited {len(asked)} packages: {len(faults)} known faults.{rest}")
    return int(bool(faults))


def unsaid(why: str) -> int:
    """Nothing is known, and that is no reason to stop."""
    print(f"NOT AUDITED: the advisory service was not reached ({why[:200]}). Run this again where the network allows.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
