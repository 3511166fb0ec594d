#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Does a whole project in the dashboard with a headless browser, and checks every page on the way.

    python3 dashboard_browser.py PROGRAMS FOLDER

PROGRAMS is the folder of the built programs. FOLDER is made; pictures of the pages come to it. Checked: log-in by keyboard alone; an upload and a run that appear while the
page is watched; the slider; what every role sees; that nothing is fetched from elsewhere and the console stays silent; policy
headers; labels, headings, contrast; destruction without JavaScript. Needs Chromium and Python's standard library.
"""
import json
import re
import shutil
import statistics
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Browser"))

import page_checks
from chromium import Chromium, Page
from server_scene import AGENCIES, PROJECT, Scene

failures = []


def expect(condition, text):
    if not condition:
        failures.append(text)


def checked(page, name, folder=None):
    least = page_checks.check(page, name, failures)
    print(f"{name}: least contrast {least:.2f}")
    if folder:
        page_checks.pictures(page, folder, name)


def log_in(page, scene, token):
    page.goto(scene.address + "/")
    page.tab_to("#token")
    page.type(token)
    page.submit()


def fill(page, fields):
    for name, value in fields.items():
        page.run("document.querySelector('[name=%s]').focus()" % json.dumps(name))
        if page.run("document.activeElement.tagName") == "SELECT":
            page.run("document.activeElement.value = %s" % json.dumps(value))
        else:
            page.type(value)


def unfold(page):
    page.run("document.querySelectorAll('details').forEach(d => d.open = true)")


def press_button(page, text):
    before = page.loads
    page.run("[...document.querySelectorAll('button')].find(b => b.textContent === %s).click()" % json.dumps(text))
    page.wait_load(before)


def operator_prepares(page, scene, folder):
    """Logs in, makes the project and admits the agencies; returns their tokens."""
    page.goto(scene.address + "/")
    status, headers = page.documents[scene.address + "/login"]
    policy = headers.get("content-security-policy", "")
    expect(status == 200 and "default-src 'none'" in policy and "unsafe" not in policy, f"the policy is {policy}")
    expect(page.run("document.activeElement.id") == "token", "the log-in does not begin in its field")
    checked(page, "login", folder)
    page.run("document.getElementById('token').focus()")
    page.type("tsr_0123456789abcdef_" + "0" * 48)
    page.submit()
    expect(page.run("!!document.querySelector('[role=alert]')"), "a wrong token is not answered with an alert")
    expect("tsr_" not in page.run("location.href"), "a token stands in the address")
    page.console.clear()  # the browser notes the status 401
    page.tab_to("#token")
    page.type(scene.operator)
    page.submit()
    expect(page.run("location.pathname") == "/projects", "the log-in does not lead to the projects")
    cookies = page.call("Network.getCookies")["cookies"]
    session = next((c for c in cookies if c["name"] == "__Host-session"), None)
    expect(session and session["httpOnly"] and session["secure"] and session["sameSite"] == "Strict", f"the cookie is {session}")
    page.tab_to("[name=name]")
    page.type(PROJECT)
    page.run("document.querySelector('[name=keep]').value = '2031-06-30'")
    page.submit()
    expect(page.run("location.pathname") == "/projects/" + PROJECT, "making a project does not lead to it")
    checked(page, "empty-project")
    tokens = {}
    for name, (role, _) in AGENCIES.items():
        page.goto(f"{scene.address}/projects/{PROJECT}")
        unfold(page)
        fill(page, {"agency": name, "dataset-role": role, "card": scene.card(name)})
        press_button(page, "Admit the agency")
        tokens[name] = page.run("document.querySelector('.token').textContent")
        expect(re.fullmatch(r"tsr_[0-9a-f]{16}_[0-9a-f]{48}", tokens[name]), "no token is shown")
    checked(page, "token", folder)
    page.goto(f"{scene.address}/projects/{PROJECT}")
    for role, party in (("steward", ""), ("researcher", "asthma")):
        page.goto(f"{scene.address}/projects/{PROJECT}")
        unfold(page)
        fill(page, {"credential-role": role, "party": party})
        press_button(page, "Make the credential")
        tokens[role] = page.run("document.querySelector('.token').textContent")
    page.goto(f"{scene.address}/projects/{PROJECT}")
    expect(not any(token in page.run("document.documentElement.outerHTML") for token in tokens.values()), "a token is shown twice")
    return tokens


def uploads_appear(page, scene, tokens):
    """Files come while the page is open; it is not loaded anew."""
    page.goto(f"{scene.address}/projects/{PROJECT}")
    page.run("window.isSame = true")
    # The first page that is fetched does not come; the next does.
    page.run("window.fetch = (fetch => (...all) => { window.fetch = fetch; return Promise.reject(new TypeError()); })(window.fetch); 1")
    for name in AGENCIES:
        data = scene.data(name)
        scene.open(PROJECT, tokens[name], data)
        row = "[...document.querySelectorAll('#files tbody tr')].find(r => r.cells[0].textContent === '%s').textContent" % name
        page.wait(row + ".includes('arriving')", 20, "the upload does not appear")
        sent = scene.upload(PROJECT, tokens[name], data)
        expect(sent.status in (200, 201), f"{name}'s file: {sent.status} {sent.body}")
        page.wait(row + ".includes('verified, waiting')", 20, "the verified upload does not appear")
        if name == "hospital":
            mismatch_is_told(page, scene, tokens["shelter"])
    expect(page.run("window.isSame"), "the page was loaded anew")
    expect(page.run("document.querySelectorAll('#files code').length") == 2, "what the files agree in is not shown")


def mismatch_is_told(page, scene, token):
    refused = scene.upload(PROJECT, token, scene.data("other-key"))
    expect(refused.status >= 400 and b"mismatch.key" in refused.body, f"a file under another key: {refused.status} {refused.body}")
    page.wait("document.querySelector('#files').textContent.includes('[mismatch.key]')", 20, "the fault is not shown")


def run_is_watched(page, scene, folder):
    page.goto(f"{scene.address}/projects/{PROJECT}/plan")
    checked(page, "plan", folder)
    cookie = scene.log_in(scene.operator)
    press_button(page, "Start the run")
    times, is_over, steps = [], threading.Event(), set()

    def measure():
        connection = scene.connection()
        while not is_over.is_set():
            begun = time.perf_counter()
            connection.request("GET", f"/projects/{PROJECT}", headers={"Cookie": cookie})
            connection.getresponse().read()
            times.append((time.perf_counter() - begun) * 1000)
            time.sleep(0.1)
        connection.close()

    thread = threading.Thread(target=measure)
    thread.start()
    try:
        has_picture = False
        until = time.monotonic() + 600
        while time.monotonic() < until:
            try:
                state = page.run("({step: document.querySelector('[data-live=step]')?.textContent,"
                                 " done: document.querySelector('[data-live=comparisons]')?.textContent,"
                                 " over: !!document.querySelector('#runs .state.good, #runs .state.bad')})")
            except RuntimeError:
                continue
            if state.get("step"):
                steps.add(state["step"])
            if state.get("done") not in (None, "–") and not has_picture:
                page_checks.pictures(page, folder, "running")
                has_picture = True
            if state.get("over"):
                break
            page.browser.pump(0.1)
    finally:
        is_over.set()
        thread.join()
    page.wait("!!document.querySelector('#runs .state.good')", 30, "the run did not complete")
    page.wait("!!document.querySelector('#figures')", 30, "the figures do not appear by themselves")
    expect(any(step.startswith("linking") for step in steps), f"the steps seen were {steps}")
    report("during_run", times)
    is_over.clear()
    thread = threading.Thread(target=measure)
    times.clear()
    thread.start()
    page.browser.pump(3)
    is_over.set()
    thread.join()
    report("with_figures", times)


def report(name, times):
    """Milliseconds of a page, on one connection that is kept."""
    ordered = sorted(times)
    print(f"dashboard.page_ms.{name} median {statistics.median(times):.1f} p95 {ordered[int(len(ordered) * .95)]:.1f} "
          f"most {ordered[-1]:.1f} of {len(times)}")


def slider_moves(page):
    payload = json.loads(page.run("document.getElementById('payload').textContent"))
    columns = payload["columns"]
    expect(len(columns["threshold"]) >= 2, "the slider has one stop")
    page.tab_to("#slider")
    for key, row in (("Home", 0), ("ArrowRight", 1), ("End", len(columns["threshold"]) - 1)):
        page.press(key)
        for name in ("pairs", "conflicts"):
            shown = page.run("document.querySelector('output[data-show=%s]').textContent" % name)
            expect(shown == f"{columns[name][row]:,}", f"at row {row} {name} are {shown}, not {columns[name][row]}")
    for name in ("pairs", "conflicts"):
        steps = columns[name] + [0]
        small = [a - b for a, b in zip(steps, steps[1:]) if 0 < a - b < 11]
        expect(not small, f"thresholds tell small counts of {name}: {small}")


def others_look(browser, scene, tokens, folder):
    for role, heading in (("hospital", "Your result"), ("steward", "Figures"), ("researcher", "Crosswalk of the study asthma")):
        page = Page(browser)
        log_in(page, scene, tokens[role])
        text = page.run("document.body.innerText")
        expect(heading in text, f"{role} does not see '{heading}'")
        if role == "hospital":
            expect("apcd" not in text and "shelter" not in text, "an agency sees another one's name")
        checked(page, role, folder)
        links = page.run("[...document.querySelectorAll('a[download]')].map(a => a.pathname)")
        for link in links:
            size = page.run("fetch(%s).then(a => a.ok ? a.arrayBuffer() : 0).then(b => b.byteLength)" % json.dumps(link))
            expect(size and size > 1000, f"{role} gets {size} bytes from {link}")
        expect(bool(links) == (role != "steward"), f"{role} has the downloads {links}")
        if role == "steward":
            with_hidden_counts(page)
        page.goto(scene.address + "/projects")
        expect(page.documents[scene.address + "/projects"][0] == 404, f"{role} may list projects")
        page.console.clear()  # the browser notes the status 404
        press_button(page, "Log out")
        page.goto(f"{scene.address}/projects/{PROJECT}")
        expect(page.run("location.pathname") == "/login", f"{role} is still logged in")
        silent(page, scene)


def with_hidden_counts(page):
    """Which counts are too small to be shown differs from run to run; here all of them are."""
    page.run("""for (const cell of document.querySelectorAll(".scroll td:not([class*=heat])")) cell.innerHTML =
      '<span class="hidden-count" title="not shown"><span aria-hidden="true">∗</span><span class="unseen">not shown</span></span>'""")
    expect(page.run("document.querySelectorAll('.scroll .hidden-count').length") > 10, "the steward sees no tables")
    checked(page, "hidden-counts")


def withdrawn(browser, scene, tokens):
    """The steward takes a dataset out; the page says when it is."""
    page = Page(browser)
    log_in(page, scene, tokens["steward"])
    before = page.loads
    page.run("document.querySelector('[aria-label=\"Withdraw shelter\"]').click()")
    page.wait_load(before)
    page.tab_to("[name=confirm-agency]")
    page.type("shelter")
    page.submit()
    page.wait("[...document.querySelectorAll('#files tbody tr')].some(r => r.textContent.includes('withdrawn'))", 60,
              "the withdrawal does not appear")
    page.wait("!!document.querySelector('#figures') && !document.querySelector('.matrix').textContent.includes('shelter')", 60,
              "the figures are those before the withdrawal")
    silent(page, scene)


def without_script(browser, scene):
    """The project's page as the operator sees it who lets no page run scripts."""
    page = Page(browser)
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    log_in(page, scene, scene.operator)
    page.goto(f"{scene.address}/projects/{PROJECT}")
    return page


def slider_needs_script(browser, scene):
    """Before the withdrawal: of one agency less there may be too few pairs for a chart."""
    page = without_script(browser, scene)
    expect(page.run("getComputedStyle(document.querySelector('.control')).display") == "none", "a slider without script is shown")


def destroyed_without_script(browser, scene, folder):
    page = without_script(browser, scene)
    unfold(page)
    page.run("document.querySelector('[name=confirm-name]').focus()")
    page.type("homes")
    page.submit()
    expect("Nothing was changed" in page.run("document.body.innerText"), "a wrong name destroys")
    checked(page, "fault", folder)
    page.goto(f"{scene.address}/projects/{PROJECT}")
    unfold(page)
    page.run("document.querySelector('[name=confirm-name]').focus()")
    page.type(PROJECT)
    page.submit()
    receipt = json.loads(page.run("document.querySelector('.token').textContent"))
    expect(receipt["statement"] == "destruction" and len(receipt["signature"]) == 128, "there is no signed receipt")
    checked(page, "destroyed", folder)
    page.goto(scene.address + "/projects")
    expect(PROJECT not in page.run("document.querySelector('main').innerText"), "the project is still listed")
    silent(page, scene, allowed=("400",))


def silent(page, scene, allowed=()):
    noise = [line for line in page.console if not any(text in line for text in allowed)]
    expect(not noise, f"the console says {noise}")
    elsewhere = [url for url in page.requests if not url.startswith((scene.address + "/", "about:", "data:"))]
    expect(not elsewhere, f"something was fetched from {elsewhere}")


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(sys.argv[2])
    shutil.rmtree(folder, ignore_errors=True)
    scene = Scene(sys.argv[1], folder / "scene")
    scene.encode()
    scene.start()
    browser = Chromium()
    try:
        page = Page(browser)
        tokens = operator_prepares(page, scene, folder)
        uploads_appear(page, scene, tokens)
        run_is_watched(page, scene, folder)
        page.run("document.activeElement.blur()")
        slider_moves(page)
        checked(page, "project", folder)
        page.goto(scene.address + "/projects")
        checked(page, "projects", folder)
        silent(page, scene)
        others_look(browser, scene, tokens, folder)
        slider_needs_script(browser, scene)
        withdrawn(browser, scene, tokens)
        destroyed_without_script(browser, scene, folder)
        seconds = scene.stop()
        expect(seconds < 10, f"the server took {seconds:.0f} s to stop")
    finally:
        browser.close()
        if scene.process.poll() is None:
            scene.process.kill()
    print("\n".join(failures) if failures else "the dashboard holds")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
