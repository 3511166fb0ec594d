// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The script of the page on which pairs are judged.
///
/// It knows nothing of linkage: each row carries its line of the table in `data-csv`, to which the chosen value is added. Keys 1 to 3
/// choose in the row that has the focus, or in the first one that nothing was chosen in, and go on to the next; j and k go down and up.
let reviewScript: StaticString = """
    (() => {
      "use strict";
      const table = document.getElementById("review");
      if (!table) return;
      const rows = [...table.querySelectorAll("tr[data-csv]")];
      const chosen = row => row.querySelector("input:checked").value;
      let isSaved = true;
      const count = () => {
        const done = rows.filter(row => chosen(row) !== "").length;
        document.getElementById("progress").textContent = `${done} of ${rows.length} judged`;
        for (const row of rows) row.dataset.chosen = chosen(row);
      };
      const focus = row => {
        if (!row) return;
        row.querySelector("input:checked").focus({ preventScroll: true });
        row.scrollIntoView({ block: "center" });
      };
      table.addEventListener("change", () => { isSaved = false; count(); });
      document.addEventListener("keydown", event => {
        if (event.ctrlKey || event.altKey || event.metaKey) return;
        const at = rows.indexOf(document.activeElement.closest("tr[data-csv]"));
        if (event.key === "j") focus(rows[at + 1]);
        if (event.key === "k") focus(rows[Math.max(at - 1, 0)]);
        const choice = ["1", "2", "3"].indexOf(event.key);
        if (choice < 0) return;
        const row = at < 0 ? rows.find(row => chosen(row) === "") : rows[at];
        if (!row) return;
        row.querySelectorAll("input")[choice].checked = true;
        isSaved = false;
        count();
        focus(rows[rows.indexOf(row) + 1] || row);
      });
      document.getElementById("download").addEventListener("click", () => {
        const lines = [table.dataset.header, ...rows.map(row => row.dataset.csv + chosen(row))];
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob([lines.join("\\n") + "\\n"], { type: "text/csv" }));
        link.download = "decisions.csv";
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 60000);
        isSaved = true;
      });
      window.addEventListener("beforeunload", event => { if (!isSaved) event.preventDefault(); });
      document.documentElement.classList.add("interactive");
      count();
    })();
    """
