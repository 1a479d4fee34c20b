import Foundation
import Hummingbird

/// The frame around every page.
struct PageFrame {
    /// How a page is kept up to date.
    enum Refresh {
        case none
        /// The browser reloads it every 15 s.
        case reload
        /// Its own script renews what changes, at once. Without scripts, the browser reloads it at this interval in
        /// seconds; nil for never, because somebody may be typing.
        case live(reloadWithoutScripts: Int?)
    }

    let title: String
    let refresh: Refresh
    /// The content at the right of the header.
    let corner: HTML
    let content: HTML
    let footer: HTML

    var html: HTML {
        """
        <!DOCTYPE html>
        <html lang="zh-Hans">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">\(refreshing)
        <title>老友亭 \(title)</title>
        <style>\(StatusPageStyle.css)</style>
        </head>
        <body>
        <header>
        <div><h1>老友亭 <small>管理平台</small></h1><p lang="en">Booth management platform</p></div>
        \(corner)
        </header>
        <main>
        \(content)
        </main>
        <footer>\(footer)</footer>
        </body>
        </html>
        """
    }

    private var refreshing: HTML {
        switch refresh {
        case .none: ""
        case .reload: "\n<meta http-equiv=\"refresh\" content=\"15\">"
        case .live(let seconds?):
            """

            <noscript><meta http-equiv="refresh" content="\(seconds)"></noscript>\(Self.script)
            """
        case .live(nil): Self.script
        }
    }

    private static let script: HTML = "\n<script src=\"\(LiveScript.path)\" defer></script>"

    /// The links between the pages, the time, and the log-out.
    static func corner(at now: Date) -> HTML {
        """
        <nav><a href="/">总览 <span lang="en">overview</span></a> <a href="/requests">请求 <span lang="en">requests</span></a></nav>
        <div class="clock"><p><time datetime="\(Timestamp.text(now))">\(ShanghaiTime.text(now))</time><br>
        <span>上海时间 · <span lang="en">Shanghai time</span></span></p>
        <form method="post" action="/logout"><button>退出 <span lang="en">log out</span></button></form></div>
        """
    }
}

extension HTML {
    /// An age, in the largest unit that fits.
    static func age(_ date: Date, at now: Date) -> HTML {
        let seconds = max(0, Int(now.timeIntervalSince(date)))
        return switch seconds {
        case ..<120: "\(seconds) 秒前 <span lang=\"en\">s ago</span>"
        case ..<7200: "\(seconds / 60) 分钟前 <span lang=\"en\">min ago</span>"
        default: "\(ShanghaiTime.text(date))"
        }
    }

    /// Words in Chinese and English.
    static func both(_ words: (zh: String, en: String)) -> HTML { "\(words.zh) <span lang=\"en\">\(words.en)</span>" }
}

extension Response {
    /// A page for people, which may not be framed by another page. It loads nothing, except for its own script if it is
    /// live.
    static func page(_ html: HTML, status: HTTPResponse.Status = .ok, isLive: Bool = false) -> Response {
        let own = isLive ? "; script-src 'self'; connect-src 'self'" : ""
        return Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
                .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'\(own); base-uri 'none'; "
                    + "form-action 'self'; frame-ancestors 'none'",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: html.source)))
    }
}
