import Hummingbird

/// The pages' only script: it renews the changing part of a page as soon as it changes. Everything works without it.
///
/// It requests the page it is on, with the mark of what is shown. The answer comes when the page has another mark.
enum LiveScript {
    static let path = "/live.js"

    static var response: Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/javascript; charset=utf-8", .cacheControl: "no-cache",
                .xContentTypeOptions: "nosniff",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: source)))
    }

    static let source = """
        "use strict";
        (async () => {
          const element = id => document.getElementById(id);
          const say = text => { if (element("news").textContent !== text) element("news").textContent = text; };
          const pause = seconds => new Promise(done => setTimeout(done, seconds * 1000));
          for (;;) {
            try {
              const { url, seen } = element("live").dataset;
              const answer = await fetch(`${url}?wait=25&seen=${encodeURIComponent(seen)}`, { cache: "no-store" });
              if (answer.redirected) return location.assign("/login");
              if (!answer.ok) throw new Error(answer.status);
              const page = new DOMParser().parseFromString(await answer.text(), "text/html");
              const fresh = page.getElementById("live");
              const focused = document.activeElement && document.activeElement.id;
              element("live").replaceWith(document.adoptNode(fresh));
              if (focused && element(focused) !== document.activeElement) element(focused)?.focus();
              document.title = page.title;
              say(fresh.dataset.news);
              const form = element("answer");
              if (form) {
                form.querySelector("fieldset").disabled = fresh.dataset.open === "no";
                element("changed").hidden = form.elements.version.value === fresh.dataset.version;
              }
            } catch (error) {
              say("与平台断开，正在重试 · connection lost, trying again");
              await pause(5);
            }
          }
        })();

        """
}
