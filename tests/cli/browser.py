#!/usr/bin/env python3
"""Drives a headless Chromium by its DevTools protocol over a pipe, with Python's own modules alone.

    browser = browser_of(program, folder)     a new browser, Chromium or Firefox, with a profile in the folder
    browser.open(link, width, height)
    browser.wait("expression of JavaScript")  until it is true
    browser.value("expression")
    browser.click(selector, x, y)             at a share of the element's width and height
    browser.drag(selector, from, to)
    browser.picture(path)
    browser.complaints                        what the page's console said
"""
import base64
import json
import os
import subprocess
import time


def browser_of(program, folder):
    from firefox import Firefox  # which is a Browser
    return (Firefox if "firefox" in os.path.basename(program) else Browser)(program, folder)


class Browser:
    tells_refusals = True  # are answers with a status of 400 and more among the complaints?

    def __init__(self, program, folder):
        to_read, self.to = os.pipe()
        self.answers, to_write = os.pipe()
        command = ["bash", "-c", 'exec "$@" 3<&%d 4>&%d' % (to_read, to_write), "browser", program, "--headless",
                   "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--user-data-dir=" + folder, "about:blank"]
        self.process = subprocess.Popen(command, pass_fds=(to_read, to_write), stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.rest, self.number, self.session, self.complaints = b"", 0, None, []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable")

    def close(self):
        try:
            self.session = None
            self.call("Browser.close")
        except (EOFError, OSError):
            pass
        self.process.wait(20)

    def message(self):
        while b"\0" not in self.rest:
            part = os.read(self.answers, 1 << 20)
            if not part:
                raise EOFError("the browser has ended")
            self.rest += part
        line, self.rest = self.rest.split(b"\0", 1)
        return json.loads(line)

    def note(self, message):
        method, about = message.get("method"), message.get("params", {})
        if method == "Log.entryAdded" and about["entry"]["level"] == "error":
            self.complaints.append(about["entry"]["text"] + " " + about["entry"].get("url", ""))
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(about["exceptionDetails"]))
        elif method == "Runtime.consoleAPICalled" and about["type"] in ("error", "warning"):
            self.complaints.append(json.dumps(about["args"]))

    def call(self, method, **values):
        self.number += 1
        request = {"id": self.number, "method": method, "params": values}
        if self.session:
            request["sessionId"] = self.session
        os.write(self.to, json.dumps(request).encode() + b"\0")
        while True:
            message = self.message()
            if message.get("id") == self.number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            self.note(message)

    def size(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def dark(self, dark):
        self.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def open(self, link, width=1280, height=900):
        self.size(width, height)
        self.go(link)

    def go(self, link):
        self.call("Page.navigate", url=link)

    def value(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {json.dumps(result['exceptionDetails'])}")
        return result["result"].get("value")

    def wait(self, expression, seconds=60):
        until = time.monotonic() + seconds
        while not self.is_true(expression):
            if time.monotonic() > until:
                raise TimeoutError(f"never came true: {expression}; the page says {self.value('document.body.innerText')}")
            time.sleep(0.05)

    def is_true(self, expression):
        try:
            return self.value(f"!!({expression})")
        except RuntimeError as error:
            if "navigated" in str(error):  # the page was just left for another
                return False
            raise

    def place(self, selector, x, y):
        box = self.value(f"""(() => {{ const e = document.querySelector({json.dumps(selector)}); e.scrollIntoView({{block: "center"}});
            const b = e.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; }})()""")
        return box[0] + x * box[2], box[1] + y * box[3]

    def mouse(self, kind, place):
        self.call("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1,
                  buttons=0 if kind == "mouseReleased" else 1)

    def click(self, selector, x=0.5, y=0.5):
        self.drag(selector, (x, y), (x, y))

    def drag(self, selector, start, end):
        first, last = self.place(selector, *start), self.place(selector, *end)
        self.mouse("mousePressed", first)
        if start != end:
            self.mouse("mouseMoved", last)
        self.mouse("mouseReleased", last)

    def key(self, key, code=None):
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=code or key, text=key if len(key) == 1 and kind == "keyDown" else "")

    def fill(self, selector, text):
        self.value(f"""(() => {{ const e = document.querySelector({json.dumps(selector)}); e.value = {json.dumps(text)};
            for (const kind of ["input", "change"]) e.dispatchEvent(new Event(kind, {{bubbles: true}})); }})()""")

    def picture(self, path):
        self.value("scrollTo(0, 0)")
        height = self.value("document.documentElement.scrollHeight")
        width = self.value("innerWidth")
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True,
                         clip={"x": 0, "y": 0, "width": width, "height": height, "scale": 1})
        with open(path, "wb") as file:
            file.write(base64.b64decode(shot["data"]))
