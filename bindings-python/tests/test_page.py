"""What notebooks show: well-formed, escaped, in both languages, with what the object says."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

import evenhand

EVIL = '<script>alert(1)</script> & "quotes"'
PACK = f"""
format = 1
id = "xx.town.stalls"
title = {{ zh = '{EVIL}', en = '{EVIL}' }}
source = {{ kind = "illustration", issuer = '{EVIL}', checked = 2026-11-22 }}
in-force = {{ from = 2026-01-01 }}
facts.area = {{ type = "number", unit = "m2", range = "(0..100]", decimals = 2, label = {{ zh = '{EVIL}', en = '{EVIL}' }} }}

[penalty.1]
title = {{ zh = '{EVIL}', en = '{EVIL}' }}
basis = '{EVIL}'
note = {{ zh = '{EVIL}', en = '{EVIL}' }}
tiers = [{{ tier = '{EVIL}', area = "< 10", fine = 100 }}, {{ tier = '{EVIL}', area = "> 10", fine = 200 }}]
"""

VOID = {"br"}


class Page(HTMLParser):
    """The elements and the texts of a page; an element that is not closed in its place is an error."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(self.words)


@pytest.fixture
def stall() -> evenhand.Item:
    return evenhand.RuleBook.load([("stalls.toml", PACK.encode())]).on("2026-11-21")["xx.town.stalls/1"]


def test_texts_of_rules_are_escaped(stall: evenhand.Item) -> None:
    findings = evenhand.RuleBook.load([(EVIL, PACK.encode())]).check()
    for html in (stall.to_html("zh"), stall.assess(area=5).to_html("en"), findings.to_html("en")):
        page = Page(html)
        assert "script" not in page.elements
        assert EVIL in page.text


def test_an_outcome(bundled: evenhand.RuleBook) -> None:
    case = evenhand.Case(
        {"illegal_gains": 5000, "serious": False, "first_violation": True, "promptly_corrected": True, "harm": "slight"},
        decided="2023-08-01",
        acted="2023-05-01",
        found="2023-05-02",
    )
    outcome = bundled.assess("cn.road-transport-regulation/63-1", case)
    page = Page(outcome.to_html("en"))
    assert page.words[0].strip() == "Fine: 3,000 to 10,000 yuan"
    for words in (
        "illegal gains: 5,000 yuan",
        "first violation: yes",
        "the day of the decision, which are lighter; the others give 30,000 to 100,000 yuan",
        "2025-05-01",
        "Administrative Penalty Law, article 36",
        "may: no penalty",
        outcome.item.document.digest[:12],
    ):
        assert words in page.text
    for warning in outcome.warnings:
        assert warning.text.en in page.text
    chinese = Page(outcome.to_html("zh")).text
    assert "罚款：3000元至10000元" in chinese
    assert outcome.item.title.zh in chinese


def test_the_language_of_the_surroundings(stall: evenhand.Item, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = stall.assess(area=5)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert outcome._repr_html_() == outcome.to_html("zh")
    assert str(outcome) == "\n".join(outcome.sentences("zh"))
    monkeypatch.setenv("LC_ALL", "C")
    assert outcome._repr_html_() == outcome.to_html("en")
    assert str(outcome) == "\n".join(outcome.sentences("en"))
    assert "area" in str(stall)


def test_every_item_shows_itself(bundled: evenhand.RuleBook) -> None:
    for item in bundled.on("2026-11-21").items():
        for words in (item.title.en, item.basis.en, *(fact.name for fact in item.facts)):
            assert words in Page(item.to_html("en")).text


def test_a_time_limit_shows_its_lights(bundled: evenhand.RuleBook) -> None:
    due = bundled.limit("cn.administrative-licence-law/42").due({"accepted": "2026-01-28"}, on="2026-03-05")
    page = Page(due.to_html("en"))
    assert page.words[0].strip() == "Due: 2026-03-03, overdue (red)"
    for words in ("−2 working days", "yellow", "2026-03-04", due.trace[-1].text.en):
        assert words in page.text
