"""config · family: the one way a start fails: a sentence for the person at the keyboard, zh and en."""

from __future__ import annotations


class FamilyFault(Exception):
    """Something outside our power keeps us from starting; the caller exits with 2.

    `zh` and `en` each say in one sentence what happened and what to do now.
    """

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en

    def __str__(self) -> str:
        return f"{self.zh}\n{self.en}"
