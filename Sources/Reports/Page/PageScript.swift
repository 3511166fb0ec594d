// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The script of every page with a slider.
///
/// It knows nothing of linkage: it walks the payload's columns. Row i is shown by every element that names a column:
/// `data-show` writes it, `data-column-x`/`-y` move an element within its chart (a labelled one by `threshold` or
/// `weight`, which rise from row to row). `#t=0.85` in the address opens the
/// page at that threshold, and the address follows the slider.
package let pageScript: StaticString = """
    (() => {
      "use strict";
      const payload = JSON.parse(document.getElementById("payload").textContent);
      const { columns, scale, digits } = payload;
      const thresholds = columns.threshold;
      const slider = document.getElementById("slider");
      if (!thresholds.length || !slider) return;
      const write = {
        count: v => v.toLocaleString("en-US"),
        share: v => v < 0 ? "–" : (v / 1e4).toFixed(1) + "%",
        threshold: v => (v / scale).toFixed(digits),
        weight: v => (t => (t < 0 ? "-" : t > 0 ? "+" : "") + (Math.abs(t) / 10).toFixed(1))(Math.round(v / 100)),
      };
      const axis = (svg, name) => svg.getAttribute("data-" + name).split(" ").map(Number);
      const place = (svg, name, v) => {
        const [low, high, start, end] = axis(svg, name);
        return start + (Math.min(Math.max(v, low), high) - low) / (high - low) * (end - start);
      };
      // The first row whose value is at least v: exactly the pairs at or above v lie at or above it.
      const rowOf = (v, values) => {
        let low = 0, high = values.length - 1;
        while (low < high) {
          const middle = (low + high) >> 1;
          if (values[middle] >= v) high = middle; else low = middle + 1;
        }
        return low;
      };
      const show = row => {
        slider.value = row;
        slider.setAttribute("aria-valuetext", write.threshold(thresholds[row]));
        for (const e of document.querySelectorAll("[data-show]"))
          e.textContent = write[e.dataset.format](columns[e.dataset.show][row]);
        for (const e of document.querySelectorAll("[data-column-x]")) {
          const across = columns[e.dataset.columnX];
          if (!across) continue;
          const up = columns[e.dataset.columnY];
          const x = place(e.ownerSVGElement, "x", across[row]);
          const y = up ? place(e.ownerSVGElement, "y", up[row]) : 0;
          e.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)})`);
          const label = e.querySelector("text");
          if (label) {
            const [, , start, end] = axis(e.ownerSVGElement, "x");
            const isRight = x > start + (end - start) * 0.85;
            label.setAttribute("x", isRight ? -6 : 6);
            label.setAttribute("text-anchor", isRight ? "end" : "start");
            label.textContent = write[e.dataset.columnX](across[row]);
          }
        }
      };
      const remember = () => {
        try { history.replaceState(null, "", "#t=" + write.threshold(thresholds[slider.value])); } catch { }
      };
      const follow = () => {
        const match = /^#t=(-?[0-9]+(?:\\.[0-9]+)?)$/.exec(location.hash);
        if (match) show(rowOf(Math.round(match[1] * scale), thresholds));
        return match !== null;
      };
      slider.max = thresholds.length - 1;
      slider.addEventListener("input", () => show(Number(slider.value)));
      slider.addEventListener("change", remember);
      window.addEventListener("hashchange", follow);
      document.getElementById("reset").addEventListener("click", () => { show(payload.start); remember(); });
      // A chart over a column that rises with the threshold is a slider too.
      for (const svg of document.querySelectorAll("svg")) {
        const rule = svg.querySelector('.rule[data-column-x="threshold"], .rule[data-column-x="weight"]');
        if (!rule) continue;
        const values = columns[rule.dataset.columnX];
        svg.classList.add("draggable");
        const take = event => {
          if (!(event.buttons & 1)) return;
          const [low, high, start, end] = axis(svg, "x");
          const box = svg.getBoundingClientRect();
          const x = (event.clientX - box.left) / box.width * svg.viewBox.baseVal.width;
          show(rowOf(low + Math.min(Math.max((x - start) / (end - start), 0), 1) * (high - low), values));
        };
        svg.addEventListener("pointerdown", take);
        svg.addEventListener("pointermove", take);
        svg.addEventListener("pointerup", remember);
      }
      document.documentElement.classList.add("interactive");
      if (!follow()) show(payload.start);
    })();
    """
