"""A small program with all of its changes behind switches: each does what it says, and only where it is on."""

from __future__ import annotations

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from mutants.places import Place
from mutants.rewrite import rewritten

SOURCE = """\
mod mutant;

const TWO: i32 = 1 + 1;

fn add(a: i32, b: i32) -> i32 {
    a + b * TWO
}

fn is_small(a: i32) -> bool {
    a < 3 && !(a == 1)
}

fn word(a: i32) -> &'static str {
    match a {
        1 => "one",
        a if a > 5 => "many",
        _ => "some",
    }
}

fn main() {
    println!("{} {} {} {} {} {}", add(1, 2), is_small(1), is_small(2), word(1), word(4), word(7));
}
"""
#: What is looked for, what of it gives way, the genre, to what, and what the program then prints; nothing where it cannot be switched.
CHANGES = [
    ("a + b", "+", "BinaryOperator", "-", "-3 false true one some many"),
    ("b * TWO", "*", "BinaryOperator", "/", "2 false true one some many"),
    ("a + b * TWO", "a + b * TWO", "FnValue", "9", "9 false true one some many"),
    ("a < 3", "<", "BinaryOperator", "==", "5 false false one some many"),
    ("3 && !", "&&", "BinaryOperator", "||", "5 true true one some many"),
    ("!(a == 1)", "!", "UnaryOperator", "", "5 true false one some many"),
    ('1 => "one",', '1 => "one",', "MatchArm", "", "5 false true some some many"),
    ("a > 5", "a > 5", "MatchArmGuard", "true", "5 false true one many many"),
    ("a > 5", "a > 5", "MatchArmGuard", "false", "5 false true one some some"),
    ("1 + 1", "+", "BinaryOperator", "-", None),
]
AS_IT_WAS = "5 false true one some many"


def places() -> list[Place]:
    """The changes where they stand in the source."""
    told = []
    for number, (sought, given, genre, instead, _) in enumerate(CHANGES):
        start = SOURCE.index(sought) + sought.index(given)
        told.append(Place(number, "main.rs", start, start + len(given), genre, instead, f"{given} by {instead}"))
    return told


class Rewriting(unittest.TestCase):
    def test_each_change_is_on_alone(self) -> None:
        text, _, left = rewritten(SOURCE.encode(), places())
        self.assertEqual([CHANGES[place.number][-1] for place in left], [None])
        with tempfile.TemporaryDirectory() as folder:
            main, program = Path(folder) / "main.rs", Path(folder) / "program"
            main.write_bytes(b"#![feature(core_intrinsics, const_eval_select)]\n" + text)
            switches = (Path(__file__).parent / "switches.rs").read_text(encoding="utf-8")
            (Path(folder) / "mutant.rs").write_text(switches.replace("CHANGES_OF_THIS_COPY", str(len(CHANGES))), encoding="utf-8")
            command = ["rustc", "--edition", "2024", "--cap-lints", "allow", main, "-o", program]
            subprocess.run(command, env=os.environ | {"RUSTC_BOOTSTRAP": "1"}, check=True)

            def printed(**environment: str) -> str:
                done = subprocess.run([program], env=os.environ | environment, stdout=subprocess.PIPE, check=True)
                return done.stdout.decode().strip()

            self.assertEqual(printed(), AS_IT_WAS)
            for place in places():
                expected = CHANGES[place.number][-1] or AS_IT_WAS
                self.assertEqual(printed(EVENHAND_CHANGE=str(place.number)), expected, place.told)
            met = Path(folder) / "met"
            self.assertEqual(printed(EVENHAND_CHANGES_MET=str(met)), AS_IT_WAS)
            switched = {place.number for place in places()} - {place.number for place in left}
            self.assertEqual(set(map(int, met.read_text(encoding="utf-8").split())), switched)


if __name__ == "__main__":
    unittest.main()
