"""Which recordings there should be, which there are, and what differs. Needs nothing but the standard library."""
import hashlib
import json
import re
from pathlib import Path

from . import yamltext
from .engines import ENGINES, SAMPLE_RATE

ROOT = Path(__file__).resolve().parents[3]
PROMPTS, LANGUAGES = ROOT / "assets/prompts", ROOT / "config/languages"
ANNOUNCE, OPERATOR, SOS = ROOT / "assets/announce", ROOT / "assets/operator", ROOT / "assets/sos"
CLICK = PROMPTS / "click.flac"
TELEPHONE_RATE = 8_000
SUFFIXES = (".ogg", ".flac")

# The engine's name in a manifest for what a person spoke: never made anew, only reported when its text changes.
BY_A_PERSON = "recorded"

# What goes into an emergency call where config/booth.yaml names nothing of its own.
SAMPLE_ANNOUNCEMENTS = {
    "address": {
        "zh-Hans": "这里是公用求助亭，编号 PT 0042，地址：上海市普陀区兰溪路一百二十三号。",
        "en": "This is a public help booth, number PT 0042. The address is 123 Lanxi Road, Putuo District, Shanghai.",
    },
    "unable": {
        "zh-Hans": "来电人可能无法说话。公共求助亭，编号 PT 0042，地址：上海市普陀区兰溪路一百二十三号。",
        "en": "The caller may be unable to speak. This is public help booth number PT 0042, "
              "at 123 Lanxi Road, Putuo District, Shanghai.",
    },
}


class Recording:
    """One file that should exist: its place, and what is said in it as (language, sentence, seconds of pause after)."""

    # Seconds of silence after the last sound.
    tail = 0.15

    def __init__(self, folder, key, segments, rate=SAMPLE_RATE):
        self.folder, self.key, self.segments, self.rate = folder, key, segments, rate
        self.path = folder / f"{key}.ogg"

    def engines(self):
        """The engine of each language said in it, or None where a language has none."""
        engines = [ENGINES.get(language) for language in dict.fromkeys(language for language, _, _ in self.segments)]
        return None if None in engines else engines

    def facts(self):
        """What the manifest should say of it, without the file's own sum."""
        if len(self.segments) == 1:
            text = self.segments[0][1]
        else:
            text = "\n".join(f"{language}: {sentence}" for language, sentence, _ in self.segments)
        facts = {"text": text}
        for engine in self.engines() or []:
            for name, value in engine.facts().items():
                if name not in facts:
                    facts[name] = value
                elif isinstance(value, bool):
                    facts[name] = facts[name] or value
                elif facts[name] != value:
                    facts[name] = f"{facts[name]} + {value}"
        return facts


class Fragment(Recording):
    """A word that sentences are put together from: cut closely, so that the next one follows as in speech."""

    tail = 0.03


def prompt_recordings():
    """One recording for each text under `prompts:` and `fragments:` of each language."""
    recordings, problems = [], []
    for path in sorted(LANGUAGES.glob("*.yaml")):
        texts, seen = yamltext.read(path), set()
        if not isinstance(texts.get("prompts"), dict) or not texts["prompts"]:
            problems.append(f"{path}: no texts under 'prompts:'")
            continue
        for section, recording in (("prompts", Recording), ("fragments", Fragment)):
            for key, sentence in (texts.get(section) or {}).items():
                if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", key):
                    problems.append(f"{path}: '{key}' cannot be the name of a file")
                elif not isinstance(sentence, str) or not sentence.strip():
                    problems.append(f"{path}: '{key}' under '{section}:' has no text")
                elif key in seen:
                    problems.append(f"{path}: '{key}' is both a prompt and a fragment")
                else:
                    seen.add(key)
                    recordings.append(recording(PROMPTS / path.stem, key, [(path.stem, sentence.strip(), 0.0)]))
    if not recordings and not problems:
        problems.append(f"{LANGUAGES}: no language file")
    return recordings, problems


def announcement_recordings():
    """What is played into an emergency call: the address twice and the caller's state once, then both in English."""
    booth_file = ROOT / "config/booth.yaml"
    booth = yamltext.read(booth_file) if booth_file.exists() else {}
    recordings = []
    for key, sample in SAMPLE_ANNOUNCEMENTS.items():
        own = yamltext.find(booth, "booth", "announce", key) or yamltext.find(booth, "announce", key) or {}
        sentences = {language: text for language, text in own.items() if text} if isinstance(own, dict) else {}
        sentences = sentences or sample
        segments = []
        for language, sentence in sentences.items():
            times = 2 if key == "address" and language == "zh-Hans" else 1
            segments += [(language, sentence, 0.8)] * times
        recordings.append(Recording(ANNOUNCE, key, segments, TELEPHONE_RATE))
    return recordings


def script_recordings(folder, rate):
    """One recording for each script of a folder: lines of 'LANGUAGE PAUSE: sentence'."""
    recordings = []
    for script in sorted(folder.glob("*.txt")):
        segments = []
        for number, line in enumerate(script.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            match = re.fullmatch(r"(\S+) ([0-9.]+): (.+)", line.strip())
            if not match:
                raise yamltext.TextError(f"{script}:{number}: expected 'LANGUAGE PAUSE: sentence'")
            segments.append((match.group(1), match.group(3), float(match.group(2))))
        recordings.append(Recording(folder, script.stem, segments, rate))
    return recordings


def all_recordings():
    prompts, problems = prompt_recordings()
    # The demonstration's operator is heard over the telephone, the SOS service from the loudspeaker.
    scripts = script_recordings(OPERATOR, TELEPHONE_RATE) + script_recordings(SOS, SAMPLE_RATE)
    return prompts + announcement_recordings() + scripts, problems


def manifest(folder):
    """The folder's manifest: for each key the facts and the sum of its file."""
    path = folder / "manifest.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def write_manifest(folder, entries):
    text = json.dumps(dict(sorted(entries.items())), ensure_ascii=False, indent=2)
    partial = folder / "manifest.part"
    partial.write_text(text + "\n", encoding="utf-8")
    partial.replace(folder / "manifest.json")


def sum_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def files_of(folder, key):
    """The files there are for a key: one, unless it is missing or a stray second format lies beside it."""
    return [path for path in (folder / f"{key}{suffix}" for suffix in SUFFIXES) if path.exists()]


def difference(recording, entries):
    """Why a recording has to be made again, or None. A person's recording is judged by its text alone."""
    files, entry, facts = files_of(recording.folder, recording.key), entries.get(recording.key), recording.facts()
    if not files:
        return "missing"
    if len(files) > 1:
        return "there twice: " + " and ".join(path.name for path in files)
    if entry is None:
        return "not in manifest.json"
    if entry.get("sha256") != sum_of(files[0]):
        return "the file is not the one that manifest.json describes"
    if entry.get("text") != facts["text"]:
        return "out of date: its text has changed"
    if entry.get("engine") != BY_A_PERSON:
        for name, value in facts.items():
            if entry.get(name) != value:
                return f"out of date: {name} is now '{value}'"
    return None


def orphans(recordings):
    """Files and manifest entries that no text asks for, as (folder, key, path or None)."""
    wanted = {}
    for recording in recordings:
        wanted.setdefault(recording.folder, set()).add(recording.key)
    folders = set(wanted) | {path.parent for path in PROMPTS.glob("*/manifest.json")}
    found = []
    for folder in sorted(folders):
        keys = wanted.get(folder, set())
        paths = sorted(path for path in folder.glob("*") if path.suffix in SUFFIXES)
        found += [(folder, path.stem, path) for path in paths if path.stem not in keys]
        with_file = {path.stem for path in paths}
        found += [(folder, key, None) for key in manifest(folder) if key not in keys and key not in with_file]
    return found


# The language of the street, and the one that stands in for those without recordings.
MUST_SPEAK = ("zh-Hans", "en")


def silent_languages():
    """Languages of which nothing was recorded yet: the booth speaks English in their place, which itself must be there."""
    folders = {recording.folder for recording in prompt_recordings()[0]}
    return sorted(folder.name for folder in folders if folder.name not in MUST_SPEAK and not folder.exists())


def check():
    """Everything that is wrong, one line each. A language without a folder is not: see silent_languages."""
    recordings, problems = all_recordings()
    silent = silent_languages()
    recordings = [recording for recording in recordings if recording.folder.name not in silent]
    manifests = {folder: manifest(folder) for folder in {recording.folder for recording in recordings}}
    for recording in recordings:
        reason = difference(recording, manifests[recording.folder])
        if reason:
            problems.append(f"{recording.path.relative_to(ROOT)}: {reason}")
    for folder, key, path in orphans(recordings):
        place = (path or folder / "manifest.json").relative_to(ROOT)
        problems.append(f"{place}: orphaned: no text asks for '{key}'")
    if not CLICK.exists():
        problems.append(f"{CLICK.relative_to(ROOT)}: missing")
    return problems, len(recordings)
