"""``python -m hub token | migrate``: a fresh token; the database brought to shape."""

import argparse
import secrets
import sys

import settings
from hub.database import Database, Unreachable


def main() -> int:
    """0 when done, 1 when the database cannot be reached or a setting cannot be used."""
    asked = argparse.ArgumentParser(prog="python -m hub", description=__doc__)
    asked.add_argument("what", choices=("token", "migrate"))
    if asked.parse_args().what == "token":
        print(secrets.token_urlsafe(32))
        return 0
    try:
        Database(str(settings.read()["hub_database_url"])).check()
    except (settings.SettingError, ValueError, Unreachable) as error:
        print(error, file=sys.stderr)
        return 1
    print("The hub's database is in shape.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
