"""The hub: what the screens of the hall report, what organisers ask of them, and what visitors looked at. Nothing depends on it."""
