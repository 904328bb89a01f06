#!/usr/bin/env python3
"""Adds the tests of Meson's logs up: test-summary.py LOG.json… prints "N passed, N failed" last, exit 0 only if none failed.

A program that speaks TAP counts each of its tests; what it planned and did not reach counts as failed. node --test nests
its TAP, which Meson cannot read: it runs as an ordinary program, and its own totals are taken. Python, because Meson is.
"""
import json
import re
import sys


def node_totals(stdout):
    found = dict(re.findall(r"^# (pass|fail|cancelled) (\d+)$", stdout, re.M))
    if "pass" not in found or "fail" not in found:
        return None
    return int(found["pass"]), int(found["fail"]) + int(found.get("cancelled", 0))


def tap_totals(stdout):
    points = re.findall(r"^(not )?ok\b(.*)$", stdout, re.M)
    plan = re.search(r"^1\.\.(\d+)", stdout, re.M)
    if not points and not plan:
        return None
    skipped = sum(1 for _, rest in points if re.search(r"#\s*skip", rest, re.I))
    failed = sum(1 for bad, rest in points if bad and not re.search(r"#\s*(skip|todo)", rest, re.I))
    missed = max(0, int(plan.group(1)) - len(points)) if plan else 0
    return len(points) - failed - skipped, failed + missed


def totals(test):
    stdout = test.get("stdout", "")
    good = test["result"] in ("OK", "EXPECTEDFAIL", "SKIP")
    passed, failed = node_totals(stdout) or tap_totals(stdout) or ((1, 0) if test["result"] == "OK" else (0, 0))
    if not good and failed == 0:
        failed = 1
    return passed, failed


def main(logs):
    passed = failed = 0
    for log in logs:
        with open(log, encoding="utf-8") as lines:
            for line in lines:
                test = json.loads(line)
                more_passed, more_failed = totals(test)
                passed, failed = passed + more_passed, failed + more_failed
                if more_failed or test["result"] == "SKIP":
                    print(f"{test['result']}: {test['name']} ({more_passed} passed, {more_failed} failed)")
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
