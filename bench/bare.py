"""A page of Chromium that the tests' tool does not know. The tool has every answer of the network kept in the page's process (up to
100 MB), beside which what the page itself keeps cannot be told; nobody listens to the network of this one."""

import contextlib
import json
import time
from typing import Any

from playwright.sync_api import Browser

PATIENCE_S = 60.0


class Lost(Exception):
    """The page was loaded anew under a question, or answers it with an error."""


class BarePage:
    """One page in a window of its own, with the few ways to use it that the walks need, named as the tool names them."""

    def __init__(self, browser: Browser, width: int, height: int, script: str):
        self.line = browser.new_browser_cdp_session()
        self.answers: dict[int, dict[str, Any]] = {}
        self.line.on("Target.receivedMessageFromTarget", self._answered)
        self.last = 0
        window = self.line.send("Target.createBrowserContext")["browserContextId"]
        self.target = self.line.send("Target.createTarget", {"url": "about:blank", "browserContextId": window})["targetId"]
        self.session = self.line.send("Target.attachToTarget", {"targetId": self.target, "flatten": False})["sessionId"]
        self.touchscreen = self
        self.send("Page.enable")
        self.send("Performance.enable")
        self.send("Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
        self.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
        self.send("Emulation.setFocusEmulationEnabled", {"enabled": True})
        self.send("Page.addScriptToEvaluateOnNewDocument", {"source": script})

    def send(self, method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
        """The answer of the page (Chrome DevTools Protocol). Raises Lost."""
        self.last += 1
        asked = json.dumps({"id": self.last, "method": method, "params": params or {}})
        self.line.send("Target.sendMessageToTarget", {"message": asked, "sessionId": self.session})
        until = time.monotonic() + PATIENCE_S
        while self.last not in self.answers:
            if time.monotonic() > until:
                raise Lost(f"{method}: no answer in {PATIENCE_S:.0f} s")
            time.sleep(0.002)
            self.line.send("Browser.getVersion")        # what has come meanwhile is taken in
        said = self.answers.pop(self.last)
        if "error" in said:
            raise Lost(f"{method}: {said['error']['message']}")
        return said["result"]

    def _answered(self, event: dict[str, Any]) -> None:
        said = json.loads(event["message"])
        if event["sessionId"] == self.session and "id" in said:
            self.answers[said["id"]] = said

    def goto(self, url: str) -> None:
        self.send("Page.navigate", {"url": url})

    def evaluate(self, script: str, given: Any = None) -> Any:
        """What the function ``script`` answers. Raises Lost."""
        asked = {"expression": f"({script})({json.dumps(given)})", "awaitPromise": True, "returnByValue": True}
        said = self.send("Runtime.evaluate", asked)
        if "exceptionDetails" in said:
            raise Lost(said["exceptionDetails"].get("exception", {}).get("description", "an error"))
        return said["result"].get("value")

    def wait_for_function(self, script: str, patience_s: float = PATIENCE_S) -> None:
        until = time.monotonic() + patience_s
        while True:
            with contextlib.suppress(Lost):
                if self.evaluate(f"() => Boolean(({script})())"):
                    return
            if time.monotonic() > until:
                raise RuntimeError(f"in {patience_s:.0f} s never true: {script}")
            time.sleep(0.05)

    def wait_for_timeout(self, ms: float) -> None:
        time.sleep(ms / 1000)

    def tap(self, x: float, y: float) -> None:
        self.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        self.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
