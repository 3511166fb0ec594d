// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Keeps a page up to date: numbers of a run as they come, everything else by fetching the page anew when something changed.
///
/// Without it the page is whole, and is as it was when it was loaded.
let liveScript: StaticString = """
    (() => {
      "use strict";
      const source = document.querySelector("[data-events]");
      if (!source || !window.EventSource) return;
      let version = source.dataset.version, wanted = version, isFetching = false;
      const status = document.getElementById("live-status");
      const fill = run => {
        for (const e of document.querySelectorAll("[data-live]")) {
          const text = run[e.dataset.live];
          if (text !== undefined && e.textContent !== text) e.textContent = text;
        }
        for (const e of document.querySelectorAll("progress[data-run]")) if (run.share !== undefined) e.value = run.share;
      };
      const isBusy = part => part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
      const refresh = async () => {
        const answer = await fetch(location.pathname, {
          headers: { accept: "text/html" }, redirect: "error", signal: AbortSignal.timeout(30000)
        });
        if (!answer.ok) return false;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const part of document.querySelectorAll("[data-part]")) {
          const fresh = page.getElementById(part.id);
          // What somebody is filling in stays.
          if (fresh && !isBusy(part) && fresh.innerHTML !== part.innerHTML) {
            part.replaceChildren(...fresh.childNodes);
          }
        }
        const drawn = name => name.querySelector("[data-figures]")?.dataset.figures;
        // Charts with a slider are not exchanged under it.
        if (drawn(page) !== drawn(document)) location.reload();
        return true;
      };
      const events = new EventSource(source.dataset.events);
      // One at a time, so that an older page never comes last; again when the server did not answer.
      const catchUp = async () => {
        if (isFetching) return;
        isFetching = true;
        while (version !== wanted && events.readyState !== EventSource.CLOSED) {
          const next = wanted;
          if (await refresh().catch(() => false)) {
            version = next;
            if (status) status.textContent = "The page was brought up to date.";
          } else await new Promise(again => setTimeout(again, 2000));
        }
        isFetching = false;
      };
      events.addEventListener("state", event => {
        const state = JSON.parse(event.data);
        if (state.run) fill(state.run);
        wanted = state.version;
        catchUp();
      });
      events.addEventListener("over", () => events.close());
      window.addEventListener("pagehide", () => events.close());
    })();
    """
