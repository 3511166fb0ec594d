# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""A headless Chromium that is driven over a pipe by its DevTools protocol; Python's standard library alone."""
import base64
import json
import os
import select
import shlex
import shutil
import subprocess
import tempfile
import time

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
KEYS = {"Enter": (13, "\r"), "Tab": (9, ""), "ArrowRight": (39, ""), "ArrowLeft": (37, ""), "End": (35, ""), "Home": (36, "")}


class Chromium:
    """One browser; `Page(chromium)` opens a tab with cookies of its own."""

    def __init__(self):
        path = next(filter(None, map(shutil.which, BROWSERS)), None)
        if path is None:
            raise FileNotFoundError("no Chromium found")
        self.profile = tempfile.TemporaryDirectory()
        theirs_in, self.out = os.pipe()
        self.inp, theirs_out = os.pipe()
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--ignore-certificate-errors",
                 "--no-first-run", "--disable-background-networking", "--hide-scrollbars", "--user-data-dir=" + self.profile.name]
        command = "exec %s 3<&%d 4>&%d" % (shlex.join([path, *flags, "about:blank"]), theirs_in, theirs_out)
        self.process = subprocess.Popen(["bash", "-c", command], pass_fds=(theirs_in, theirs_out), stderr=subprocess.DEVNULL)
        os.close(theirs_in)
        os.close(theirs_out)
        self.rest, self.number, self.handlers = b"", 0, {}

    def read(self, seconds):
        """The next message, or None when none came in time."""
        until = time.monotonic() + seconds
        while b"\0" not in self.rest:
            if not select.select([self.inp], [], [], max(0, until - time.monotonic()))[0]:
                return None
            data = os.read(self.inp, 1 << 20)
            if not data:
                raise ConnectionError("the browser ended")
            self.rest += data
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def pump(self, seconds):
        """Takes events until the time is over."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            message = self.read(left)
            if message and "method" in message:
                self.event(message)

    def event(self, message):
        handler = self.handlers.get(message.get("sessionId"))
        if handler:
            handler(message["method"], message["params"])

    def call(self, method, session=None, seconds=60, **parameters):
        self.number += 1
        number = self.number
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            answer = self.read(left)
            if answer is None:
                break
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError("%s: %s" % (method, answer["error"]["message"]))
                return answer["result"]
            if "method" in answer:
                self.event(answer)
        raise TimeoutError(method)

    def close(self):
        try:
            self.call("Browser.close", seconds=5)
        except (TimeoutError, ConnectionError):
            self.process.kill()
        self.process.wait()
        self.profile.cleanup()


class Page:
    """A tab: what it asked for, what it got, and what its console said are kept."""

    def __init__(self, browser):
        self.browser = browser
        self.context = browser.call("Target.createBrowserContext")["browserContextId"]
        target = browser.call("Target.createTarget", url="about:blank", browserContextId=self.context)["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.console, self.requests, self.documents, self.loads = [], [], {}, 0
        browser.handlers[self.session] = self.take
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable")
        self.size(1280, 900)

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def take(self, method, parameters):
        if method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
            self.console.append("console: " + " ".join(str(a.get("value", a.get("description"))) for a in parameters["args"]))
        elif method == "Runtime.exceptionThrown":
            self.console.append("exception: " + json.dumps(parameters["exceptionDetails"])[:400])
        elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            self.console.append("log: " + parameters["entry"]["text"] + " " + parameters["entry"].get("url", ""))
        elif method == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])
        elif method == "Network.responseReceived" and parameters["type"] == "Document":
            response = parameters["response"]
            self.documents[response["url"]] = (response["status"], {k.lower(): v for k, v in response["headers"].items()})
        elif method == "Page.loadEventFired":
            self.loads += 1

    def close(self):
        """The tab and its cookies go; what was seen in it stays."""
        self.browser.handlers.pop(self.session)
        self.browser.call("Target.disposeBrowserContext", browserContextId=self.context)

    def wait_load(self, before, seconds=30):
        until = time.monotonic() + seconds
        while self.loads <= before:
            if time.monotonic() > until:
                raise TimeoutError("the page did not load")
            self.browser.pump(0.05)

    def goto(self, address):
        before = self.loads
        self.call("Page.navigate", url=address)
        self.wait_load(before)

    def run(self, expression):
        """The value of an expression in the page."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(expression[:120] + ": " + json.dumps(answer["exceptionDetails"])[:400])
        return answer["result"].get("value")

    def wait(self, expression, seconds=60, what=None):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                value = self.run(expression)
                if value:
                    return value
            except RuntimeError:  # the page is being exchanged
                pass
            self.browser.pump(0.1)
        raise TimeoutError(what or expression)

    def press(self, key):
        code, text = KEYS[key]
        common = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
        self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def type(self, text):
        self.call("Input.insertText", text=text)

    def submit(self):
        """Enter where the focus is, until the next page is there."""
        before = self.loads
        self.press("Enter")
        self.wait_load(before)

    def tab_to(self, selector, limit=200):
        """Goes on with the Tab key until an element has the focus, as a person without a mouse would."""
        for _ in range(limit):
            if self.run("document.activeElement.matches(%s)" % json.dumps(selector)):
                return
            self.press("Tab")
        raise AssertionError("the Tab key does not come to " + selector)

    def size(self, width, height, phone=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=2 if phone else 1, mobile=phone)

    def media(self, scheme="light", medium=""):
        self.call("Emulation.setEmulatedMedia", media=medium, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def picture(self, path):
        """The whole page as a PNG file."""
        height = self.run("document.documentElement.scrollHeight")
        width = self.run("document.documentElement.clientWidth")
        data = self.call("Page.captureScreenshot", captureBeyondViewport=True,
                         clip={"x": 0, "y": 0, "width": width, "height": min(height, 12000), "scale": 1})["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
