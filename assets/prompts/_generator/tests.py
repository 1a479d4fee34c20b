"""How texts become what is said. Run by `make test`; needs nothing but Python."""
import unittest

from . import hangul, kokoro, spoken

# By the articles of the Standard Pronunciation, most of them its own examples.
PRONUNCIATIONS = {
    "neutral": {"잘못": "잘몯", "닦다": "닥따", "키읔": "키윽", "앉다": "안따", "넓다": "널따", "값": "갑", "닭": "닥", "삶": "삼"},
    "aspirated": {"좋고": "조코", "많던": "만턴", "각하": "가카", "넓히다": "널피다", "꽂히다": "꼬치다", "많소": "만쏘", "못하다": "모타다",
                  "끊겼습니다": "끈켣씀니다"},
    "silent ㅎ": {"좋은": "조은", "않은": "아는", "싫어도": "시러도"},
    "carried over": {"옷이": "오시", "있어": "이써", "앉아": "안자", "닭을": "달글", "없어": "업써", "강아지": "강아지"},
    "palatal": {"굳이": "구지", "밭이": "바치", "같이": "가치"},
    "nasal": {"먹는": "멍는", "부릅니다": "부름니다", "없는": "엄는", "담력": "담녁", "강릉": "강능", "막론": "망논", "독립": "동닙"},
    "lateral": {"신라": "실라", "칼날": "칼랄", "난로": "날로"},
    "tense": {"국밥": "국빱", "택시": "택씨", "옆집": "엽찝", "육번": "육뻔"},
    "의": {"본토의": "본토에", "주의하세요": "주이하세요", "희망": "히망", "의사": "의사"},
}


def as_said(word):
    return "".join(
        chr(0xAC00 + hangul.ONSETS.index(onset) * 588 + hangul.VOWELS.index(vowel) * 28 + hangul.CODAS.index(coda))
        for onset, vowel, coda in hangul.sounds(word))


class KoreanTests(unittest.TestCase):
    def test_pronunciation(self):
        for rule, words in PRONUNCIATIONS.items():
            for word, said in words.items():
                with self.subTest(rule=rule, word=word):
                    self.assertEqual(as_said(word), said)

    def test_amounts(self):
        for number, words in {0: "영", 10: "십", 11: "십일", 26: "이십육", 100: "백", 105: "백오", 1000: "천", 2016: "이천십육"}.items():
            self.assertEqual(spoken.korean_amount(number), words)

    def test_sentences(self):
        self.assertEqual(spoken.korean("구급차는 5번"), "구급차는 오번")
        self.assertEqual(spoken.korean("16번"), "십뉵번")
        self.assertEqual(as_said("십뉵번"), "심뉵뻔")
        self.assertEqual(spoken.korean("PT 0042"), "PT 공공사이")

    def test_phonemes(self):
        for word, phonemes in {"구급차": "kuɡɯpʨʰa", "끝났습니다": "kkɯnnaʔsɯmnida", "취소": "ʨʰɥiso", "시작해": "ɕiʥakʰɛ"}.items():
            self.assertEqual(kokoro.korean_phonemes(word), phonemes)

    def test_every_letter_has_a_phoneme(self):
        for syllable in range(0xAC00, 0xD7A4):
            self.assertTrue(kokoro.korean_phonemes(chr(syllable)))


class JapaneseTests(unittest.TestCase):
    def test_words_that_the_dictionary_misses(self):
        self.assertEqual(spoken.japanese("米印を押す"), "コメジルシを、押す")
        self.assertEqual(spoken.japanese("0時、10時"), "レイジ、10時")


class MandarinTests(unittest.TestCase):
    def test_numbers(self):
        self.assertEqual(spoken.mandarin("还剩30秒"), "还剩三十秒")
        self.assertEqual(spoken.mandarin("PT 0042"), "PT 零零四二")
        self.assertEqual(spoken.mandarin("拨打110"), "拨打幺幺零")


if __name__ == "__main__":
    unittest.main()
