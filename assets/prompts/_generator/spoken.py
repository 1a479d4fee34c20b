"""Turns a written sentence into the words that are said: numbers dialled, booth numbers, names."""
import re

# In a number that is read out, 1 is said yao: yi is too easily heard as qi (7) on a telephone.
MANDARIN_DIGITS = dict(zip("0123456789", "零幺二三四五六七八九"))
MANDARIN_COUNT = dict(zip("0123456789", "零一二三四五六七八九"))
ENGLISH_DIGITS = dict(zip("0123456789", "zero one two three four five six seven eight nine".split()))

# Names that the English lexicon does not hold, in the engine's own notation [word](/phonemes/).
ENGLISH_NAMES = {"Lanxi": "lˈɑnʃi", "Putuo": "pˈutwˌO"}

# Words that the Mandarin dictionaries miss or read otherwise than people do, each as one word with its pinyin.
MANDARIN_WORDS = {
    "井号键": "jǐng hào jiàn",
    "星号键": "xīng hào jiàn",
    "按键": "àn jiàn",
    "用得好": "yòng de hǎo",
    "看一看": "kàn yi kàn",
    "等一等": "děng yi děng",
    "说一说": "shuō yi shuō",
    "对不对": "duì bu duì",
    "不对": "bú duì",
    "不用": "bú yòng",
    "打不通": "dǎ bu tōng",
    "接不通": "jiē bu tōng",
    "打不了": "dǎ bu liǎo",
    "说不出": "shuō bu chū",
    "消息": "xiāo xi",
    "一会儿": "yí huì er",
    "普陀区": "pǔ tuó qū",
    "兰溪路": "lán xī lù",
}

# Words that stand alone: the segmenter would run them into what follows.
MANDARIN_STAND_ALONE = "请按再会"
MANDARIN_KEPT = {"再见", "会儿", "按键"}

FULL_WIDTH = str.maketrans(",;:?!()", "，；：？！（）")


def is_read_out(number):
    """Whether a number is said digit by digit (booth, house and telephone numbers) and not as an amount."""
    return len(number) >= 3 or number.startswith("0")


def mandarin_amount(number):
    """0 to 99 in words."""
    tens, ones = divmod(int(number), 10)
    if tens == 0:
        return MANDARIN_COUNT[str(ones)]
    return (MANDARIN_COUNT[str(tens)] if tens > 1 else "") + "十" + (MANDARIN_COUNT[str(ones)] if ones else "")


def mandarin(text):
    """The sentence with its numbers in characters and punctuation that the phoneme converter knows."""
    def number(match):
        digits = match.group()
        return "".join(MANDARIN_DIGITS[d] for d in digits) if is_read_out(digits) else mandarin_amount(digits)

    text = re.sub(r"\d+", number, text).translate(FULL_WIDTH)
    # A breath before the key that ends a phrase: without it "an wu" (press five) runs together into "anu".
    text = re.sub(r"按([零一二三四五六七八九])(?=[，。；！？]|$)", r"按，\1", text)
    text = re.sub(r"[・/…—]+", "，", text)
    text = re.sub(r"(?<=[^A-Za-z])\.", "。", text)
    return re.sub(r"\s+", " ", text).strip()


def mandarin_words(words):
    """The segmenter's words, with those that stand alone cut off where it made up a word from them."""
    for word in words:
        if len(word) > 1 and word[0] in MANDARIN_STAND_ALONE and word not in MANDARIN_KEPT:
            yield word[0]
            word = word[1:]
        yield word


def mandarin_syllables(syllables):
    """A word's syllables (pinyin with a digit for the tone) as they are said: of two third tones the first rises."""
    for syllable, following in zip(syllables, [*syllables[1:], ""]):
        yield syllable[:-1] + "2" if syllable.endswith("3") and following.endswith("3") else syllable


def mandarin_onsets(phonemes):
    """Marks the onset of yi and wu after a nasal or a breath, lest it be drawn to the syllable before."""
    return re.sub(r"(?<=[n,] )([iu])(?=[→↗↘↓])", lambda m: {"i": "ji", "u": "wu"}[m.group()], phonemes)


def english(text):
    """The sentence with numbers that are read out in words and Chinese names in phonemes."""
    def number(match):
        digits = match.group()
        return " ".join(ENGLISH_DIGITS[d] for d in digits) if is_read_out(digits) else digits

    text = re.sub(r"(?<![\d:.])\d+(?![\d:.]\d)", number, text)
    for name, phonemes in ENGLISH_NAMES.items():
        text = re.sub(rf"\b{name}\b", f"[{name}](/{phonemes}/)", text)
    return re.sub(r"\s+", " ", text).strip()


# Patterns of words that Open JTalk's dictionary reads otherwise than people say them here, or not at all.
JAPANESE_WORDS = {
    "米印": "コメジルシ",
    "救急車": "キューキューシャ",
    "お話しください": "お話ください",
    "Wi-Fi": "ワイファイ",
    r"(?<!\d)0時": "レイジ",
    # Words that sentences are put together from: alone they are read as other words.
    "^時$": "ジ",
    "^元$": "ゲン",
    "^後です$": "ゴです",
    "^シー$": "シイ",
    # Names in China.
    "同済": "ドウサイ",
    "河北": "カホク",
    "吉林": "キツリン",
    "江西|広西": "コウセイ",
    "青海": "セイカイ",
}


def japanese(text):
    """The sentence in words that Open JTalk reads as people do."""
    for word, reading in JAPANESE_WORDS.items():
        text = re.sub(word, reading, text)
    # A breath before what to do: コメジルシヲオシテ is otherwise heard as ... シヨーヲシテ.
    return text.replace("を押", "を、押")


KOREAN_DIGITS = dict(zip("0123456789", "영일이삼사오육칠팔구"))

# Sounds that no rule gives: they depend on the dictionary or on grammar. Written as they are said.
KOREAN_WORDS = {
    "할 수": "할쑤",
    "걸 수": "걸쑤",
    "알 수": "알쑤",
    "읽을 수": "일글쑤",
    "실제로": "실쩨로",
    "남습니다": "남씀니다",
}
KOREAN_PLACES = ((1000, "천"), (100, "백"), (10, "십"))


def korean_amount(number):
    """0 to 9999 in Sino-Korean words: a one before 십, 백 and 천 is not said."""
    number, words = int(number), ""
    if number == 0:
        return KOREAN_DIGITS["0"]
    for place, name in KOREAN_PLACES:
        count, number = divmod(number, place)
        words += (KOREAN_DIGITS[str(count)] if count > 1 else "") + name if count else ""
    return words + (KOREAN_DIGITS[str(number)] if number else "")


def korean(text):
    """The sentence with its numbers in words, spelled as it is said where the spelling does not tell."""
    def number(match):
        digits = match.group()
        if len(digits) > 4 or (len(digits) > 1 and digits.startswith("0")):
            return "".join("공" if digit == "0" else KOREAN_DIGITS[digit] for digit in digits)
        return korean_amount(digits)

    text = re.sub(r"\d+", number, text)
    for word, said in KOREAN_WORDS.items():
        text = text.replace(word, said)
    # An n is put in before 육 in a number: 십육 is said 심뉵.
    return re.sub("(?<=[십백천])육", "뉵", text)
