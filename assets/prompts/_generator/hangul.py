"""Korean from its spelling to its sounds, by the Standard Pronunciation (표준 발음법).

Within a word only; what depends on grammar or on a dictionary is in spoken.py.
"""

ONSETS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
CODAS = ["", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]

# What a coda of two letters keeps in its syllable, and what it hands to a vowel that follows (article 14).
SPLIT = {
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ",
    "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}
# Only seven codas are heard (articles 8 to 11).
HEARD = {
    "ㄲ": "ㄱ", "ㅋ": "ㄱ", "ㄳ": "ㄱ", "ㄺ": "ㄱ", "ㅅ": "ㄷ", "ㅆ": "ㄷ", "ㅈ": "ㄷ", "ㅊ": "ㄷ", "ㅌ": "ㄷ", "ㅎ": "ㄷ",
    "ㅍ": "ㅂ", "ㅄ": "ㅂ", "ㄿ": "ㅂ", "ㄵ": "ㄴ", "ㄶ": "ㄴ", "ㄼ": "ㄹ", "ㄽ": "ㄹ", "ㄾ": "ㄹ", "ㅀ": "ㄹ", "ㄻ": "ㅁ",
}
ASPIRATED = {"ㄱ": "ㅋ", "ㄷ": "ㅌ", "ㅂ": "ㅍ", "ㅈ": "ㅊ"}
TENSE = {"ㄱ": "ㄲ", "ㄷ": "ㄸ", "ㅂ": "ㅃ", "ㅅ": "ㅆ", "ㅈ": "ㅉ"}
NASAL = {"ㄱ": "ㅇ", "ㄷ": "ㄴ", "ㅂ": "ㅁ"}
PALATAL = {"ㄷ": "ㅈ", "ㅌ": "ㅊ"}


def syllables(word):
    """Onset, vowel and coda of each syllable as it is written."""
    indices = [ord(character) - 0xAC00 for character in word]
    return [[ONSETS[i // 588], VOWELS[i % 588 // 28], CODAS[i % 28]] for i in indices]


def liaison(coda, vowel):
    """A coda before a vowel (articles 12 to 17)."""
    if coda in ("", "ㅇ"):
        return coda, "ㅇ"
    kept, moved = SPLIT.get(coda, ("", coda))
    if moved == "ㅎ":
        return ("", kept) if kept else ("", "ㅇ")
    if vowel == "ㅣ":
        moved = PALATAL.get(moved, moved)
    return kept, "ㅆ" if kept and moved == "ㅅ" else moved


def aspiration(coda, onset, vowel):
    """A coda and an onset of which one is ㅎ (article 12), or None if nothing happens to them."""
    kept, last = SPLIT.get(coda, ("", coda))
    if last == "ㅎ":
        if onset in ASPIRATED:
            return kept, ASPIRATED[onset]
        return (kept, "ㅆ") if onset == "ㅅ" else None
    if onset == "ㅎ" and last:
        plain = "ㅈ" if last == "ㅈ" else HEARD.get(last, last)
        if plain == "ㄷ" and vowel == "ㅣ":
            plain = "ㅈ"
        if plain in ASPIRATED:
            return kept, ASPIRATED[plain]
    return None


def meet(coda, onset, vowel):
    """A syllable's coda and the next one's onset as they are heard together."""
    if onset == "ㅇ":
        return liaison(coda, vowel)
    joined = aspiration(coda, onset, vowel)
    if joined:
        return joined
    heard = HEARD.get(coda, coda)
    if heard in NASAL:
        # Articles 18, 19 and 23.
        if onset in "ㄴㅁㄹ":
            return NASAL[heard], "ㄴ" if onset == "ㄹ" else onset
        return heard, TENSE.get(onset, onset)
    if coda in ("ㄵ", "ㄻ", "ㄼ", "ㄾ"):
        return heard, TENSE.get(onset, onset)
    if heard in ("ㅁ", "ㅇ") and onset == "ㄹ":
        return heard, "ㄴ"
    if {heard, onset} == {"ㄴ", "ㄹ"}:
        return "ㄹ", "ㄹ"
    return heard, onset


def sounds(word):
    """Onset, vowel and coda of each syllable as it is said."""
    said = syllables(word)
    for index, (this, following) in enumerate(zip(said, said[1:]), 1):
        if following[:2] == ["ㅇ", "ㅢ"]:
            # 의 is said e as the particle at a word's end, i within a word (article 5).
            following[1] = "ㅔ" if index == len(said) - 1 else "ㅣ"
        this[2], following[0] = meet(this[2], following[0], following[1])
    for syllable in said:
        if syllable[1] == "ㅢ" and syllable[0] != "ㅇ":
            syllable[1] = "ㅣ"
    if said:
        said[-1][2] = HEARD.get(said[-1][2], said[-1][2])
    return said
