/// The page that asks for the operator's token.
struct LogInPage {
    let hasOperator: Bool
    /// Whether the previous token was wrong.
    let isRefused: Bool

    var html: HTML {
        PageFrame(title: "登录", refresh: .none, corner: "", content: form, footer: "").html
    }

    private var form: HTML {
        guard hasOperator else {
            return StatusPage.section(
                "登录", "Log in",
                StatusPage.nothing(
                    "没有设置管理令牌,任何人都不能登录", "started without --operator-token-file: nobody can log in"))
        }
        let refused: HTML =
            isRefused
            ? "<p class=\"fault\" role=\"alert\">令牌不对 · <span lang=\"en\">that is not the token</span></p>" : ""
        return StatusPage.section(
            "登录", "Log in",
            """
            \(refused)<form method="post" action="/login" class="login">
            <label for="token">管理令牌 <span lang="en">operator token</span></label>
            <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
            <label for="name">姓名或工号,应答时记下 <span lang="en">your name or staff number, kept with your answers</span></label>
            <input id="name" name="name" autocomplete="username" maxlength="\(OperatorSessions.longestName)">
            <button>登录 <span lang="en">log in</span></button>
            </form>
            """)
    }
}
