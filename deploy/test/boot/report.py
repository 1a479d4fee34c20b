"""Writes docs/BOOT-TEST.md from the kept results."""
import pathlib

from cases import CASES, STARTS

ROOT = pathlib.Path(__file__).resolve().parents[3]
HEAD = """# The booth in an emulated machine

`make boot-test` installs the built packages in a Debian 12, boots it in qemu without a way out, presses its keys, looks at its
screen, and takes its parts away (`deploy/test/boot`). This file is its last result. `make boot-test CASES="kiosk-killed run-full"`
runs some of the cases again.

Times are the emulated machine's own: it counts 2 ns for each instruction (500 million a second; a booth's processor does some
ten times as many), so they do not depend on what else the testing machine does, and a real booth is faster.

| case | held | time | |
|---|---|---|---|
"""


def write(results):
    rows = [f"| {name} | {'yes' if result['held'] else '**no**'} | {result['figure']} | {result['note'].replace('|', '/')}"
            f"{'' if result['held'] else ' (' + result['date'] + ')'} |"
            for name, result in sorted(results.items(), key=lambda item: (item[0] != "boot", item[0]))]
    missing = [name for name in ["boot", *CASES, *STARTS] if name not in results]
    dates = sorted({result["date"] for result in results.values()})
    text = HEAD + "\n".join(rows) + f"\n\nRun {dates[0]}" + (f" to {dates[-1]}" if len(dates) > 1 else "") + ".\n"
    if missing:
        text += f"\nNot run yet: {', '.join(missing)}.\n"
    pictures = [(file, words) for file, words in [("boot-home.png", "The first page after the boot"), ("boot-sos.png", "The SOS service's call")]
                if (ROOT / "docs/pictures" / file).exists()]
    if pictures:
        text += "\n" + "\n".join(f'<img src="pictures/{file}" width="30%" alt="{words}">' for file, words in pictures) + "\n"
    (ROOT / "docs/BOOT-TEST.md").write_text(text)
