import Testing

@testable import Prompts
@testable import Vocabulary

/// What a recording says, against what it should say.
@Suite struct SpokenTextTests {
    @Test(arguments: [
        ("PT-0042", "PT0042"), ("P T 0 0 4 2", "PT0042"), ("兰溪路一百二十三号", "兰溪路123号"), ("零零四二", "0042"),
        ("兰溪路十二号", "兰溪路12号"), ("二十", "20"), ("一千零五", "1005"), ("幺幺零", "110"), ("１２", "12"),
        ("Lanxi, Putuo!", "LANXIPUTUO"),
        ("", ""), ("。,!", ""), ("十", "10"), ("三林路", "3林路"), ("一二三四五六七八九零一二", "123456789012"),
    ])
    func `only words count`(text: String, plain: String) {
        #expect(SpokenText.plain(text) == plain)
    }

    @Test func `a number and an address are said whole or not at all`() {
        let text = "这里是公用求助亭，编号 PT 0042，地址：上海市普陀区兰溪路一百二十三号。"
        #expect(SpokenText.says(text, "PT-0042"))
        #expect(SpokenText.says(text, "普陀区兰溪路 123 号"))
        for other in ["PT-004", "PT-00421", "PT-0043", "普陀区兰溪路 23 号", "普陀区兰溪路 12 号", "普陀区枣阳路 123 号", ""] {
            #expect(!SpokenText.says(text, other), "\(other)")
        }
        #expect(!SpokenText.says("编号 PT 00421", "PT-0042"))
        #expect(!SpokenText.says("1 123 Lanxi Road", "23 Lanxi Road"))
        #expect(!SpokenText.says("", "PT-0042"))
    }

    @Test func `a manifest's sentences, said twice or once, are those of the configuration or not`() {
        let texts: LocalizedText = [.chinese: "这里是编号 PT 0042。", .english: "This is booth P T 0 0 4 2."]
        let twice = "zh-Hans: 这里是编号 PT 0042。\nzh-Hans: 这里是编号，PT 0042\nen: This is booth PT 0042."
        #expect(SpokenText.agrees(twice, with: texts))
        #expect(SpokenText.agrees(twice, with: [.chinese: "这里是编号 PT 0042。"]) == false, "English is said too")
        #expect(!SpokenText.agrees(twice.replacing("0042\nen", with: "0043\nen"), with: texts), "the second time")
        #expect(!SpokenText.agrees("zh-Hans: 这里是编号 PT 0042。", with: texts), "English is not said")
        #expect(!SpokenText.agrees("", with: texts))
        #expect(SpokenText.sentences("一句话: 没有语言") == [nil: ["一句话: 没有语言"]])
        #expect(SpokenText.sentences("Without any") == [nil: ["Without any"]])
    }

    @Test(arguments: [("报警 110", 1.5), ("This is a booth", 0.86), ("", 0), ("。！", 0)])
    func `how long a text takes is known roughly`(text: String, seconds: Double) {
        #expect(abs(SpokenText.seconds(toSay: text) - seconds) < 0.01)
    }

    @Test func `a booth's number is said sign by sign or not at all`() {
        var language = Language(code: .chinese, name: "中文", texts: [:])
        for name in ["letter.P", "letter.T", "number.0", "number.4", "number.2"] {
            language.fragments[PromptKey(name)] = name
        }
        let signs = ["letter.P", "letter.T", "number.0", "number.0", "number.4", "number.2"].map { PromptKey($0) }
        #expect(SpokenText.signs(of: "PT-0042", in: language) == signs)
        #expect(SpokenText.signs(of: "pt-0042", in: language) == signs)
        #expect(SpokenText.signs(of: "PT-0043", in: language) == nil)
        #expect(SpokenText.readOut("编号 PT 0012") == "编号 PT 零零幺二")
    }
}
