"""What a screen may ask its visitors, in order: the questions and answers of the organisers' tables."""

from typing import Any

from data import store

Row = dict[str, Any]


def view() -> list[Row]:
    """[{id, question, answers: [{id, text, icon, family}]}]; texts as [zh, en], icon and family those of the answer's topic."""
    topics = store.load("topics").set_index("id")
    answers = store.load("poll_answers").sort_values("order")
    return [
        {
            "id": poll["id"],
            "question": [poll["question_zh"], poll["question_en"]],
            "answers": [
                {
                    "id": row["id"],
                    "text": [row["text_zh"], row["text_en"]],
                    "icon": topics.at[row["topic"], "icon"],
                    "family": topics.at[row["topic"], "family"],
                }
                for row in answers[answers["poll"] == poll["id"]].to_dict("records")
            ],
        }
        for poll in store.load("polls").sort_values("order").to_dict("records")
    ]
