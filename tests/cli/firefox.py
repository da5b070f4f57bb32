#!/usr/bin/env python3
"""Drives a headless Firefox by its Marionette protocol, with Python's own modules alone; as Browser in browser.py."""
import base64
import json
import os
import socket
import subprocess
import time

from browser import Browser

KEYS = {"ArrowUp": "\ue013", "ArrowDown": "\ue015", "ArrowLeft": "\ue012", "ArrowRight": "\ue014"}

# What scripts of pages complained of since the beginning.
COMPLAINTS = """return Services.console.getMessageArray().filter((m) => m instanceof Ci.nsIScriptError
    && !(m.flags & Ci.nsIScriptError.warningFlag) && m.sourceName.startsWith("http")).map((m) => m.message)"""


class Firefox(Browser):
    tells_refusals = False

    def __init__(self, program, folder):
        os.makedirs(folder)
        with open(folder + "/user.js", "w") as file:
            file.write('user_pref("marionette.port", 0);\nuser_pref("browser.shell.checkDefaultBrowser", false);\n')
        self.process = subprocess.Popen([program, "--headless", "--marionette", "--remote-allow-system-access", "--no-remote",
                                         "--profile", folder, "about:blank"], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "HOME": folder})
        self.socket = self.connect(folder + "/MarionetteActivePort")
        self.rest, self.number = b"", 0
        self.message()
        self.call("WebDriver:NewSession")

    def connect(self, path):
        until = time.monotonic() + 60
        while True:
            try:
                with open(path) as file:
                    return socket.create_connection(("127.0.0.1", int(file.read())))
            except (OSError, ValueError):
                if time.monotonic() > until or self.process.poll() is not None:
                    raise
                time.sleep(0.05)

    def close(self):
        self.call("Marionette:Quit", flags=["eForceQuit"])
        self.process.wait(20)

    def message(self):
        while b":" not in self.rest:
            self.receive()
        length, self.rest = self.rest.split(b":", 1)
        while len(self.rest) < int(length):
            self.receive()
        text, self.rest = self.rest[:int(length)], self.rest[int(length):]
        return json.loads(text)

    def receive(self):
        part = self.socket.recv(1 << 20)
        if not part:
            raise EOFError("the browser has ended")
        self.rest += part

    def call(self, method, **values):
        self.number += 1
        text = json.dumps([0, self.number, method, values]).encode()
        self.socket.sendall(b"%d:%s" % (len(text), text))
        _, _, error, result = self.message()
        if error:
            raise RuntimeError(f"{method}: {error}")
        return result

    def inside(self, script, *values):
        """Runs a script in the browser, not in the page."""
        self.call("Marionette:SetContext", value="chrome")
        try:
            return self.call("WebDriver:ExecuteScript", script=script, args=values)["value"]
        finally:
            self.call("Marionette:SetContext", value="content")

    @property
    def complaints(self):
        return self.inside(COMPLAINTS)

    def size(self, width, height):
        self.inside("""const style = gBrowser.selectedBrowser.style;
            [style.width, style.height] = [arguments[0] + "px", arguments[1] + "px"];""", width, height)

    def dark(self, dark):
        self.inside('Services.prefs.setIntPref("layout.css.prefers-color-scheme.content-override", arguments[0]);',
                    0 if dark else 1)

    def go(self, link):
        self.call("WebDriver:Navigate", url=link)

    def value(self, expression):
        return self.call("WebDriver:ExecuteScript", script=f"return ({expression});", args=[])["value"]

    def act(self, kind, *steps, **values):
        self.call("WebDriver:PerformActions", actions=[{"type": kind, "id": kind, "actions": steps, **values}])

    def mouse(self, kind, place):
        move = {"type": "pointerMove", "x": round(place[0]), "y": round(place[1]), "duration": 0}
        button = {"mousePressed": "pointerDown", "mouseReleased": "pointerUp"}.get(kind)
        self.act("pointer", move, *([{"type": button, "button": 0}] if button else []))

    def key(self, key, code=None):
        self.act("key", *({"type": kind, "value": KEYS.get(key, key)} for kind in ("keyDown", "keyUp")))

    def picture(self, path):
        shot = self.call("WebDriver:TakeScreenshot", full=True, hash=False)
        with open(path, "wb") as file:
            file.write(base64.b64decode(shot["value"]))
