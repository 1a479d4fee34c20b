import Hummingbird

/// What every page has around it.
struct PageFrame {
    let title: String
    let refreshes: Bool
    /// On the right of the header.
    let corner: HTML
    let content: HTML
    let footer: HTML

    var html: HTML {
        let refresh: HTML = refreshes ? "\n<meta http-equiv=\"refresh\" content=\"15\">" : ""
        return """
            <!DOCTYPE html>
            <html lang="zh-Hans">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">\(refresh)
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
}

extension Response {
    /// A page for people. It has no scripts, loads nothing and is shown in no other page's frame.
    static func page(_ html: HTML, status: HTTPResponse.Status = .ok) -> Response {
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
        ]
        headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: html.source)))
    }
}
