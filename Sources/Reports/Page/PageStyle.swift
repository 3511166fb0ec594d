// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The style sheet of every page: light and dark by the reader's preference, plain on paper.
package let pageStyle: StaticString = """
    :root {
      color-scheme: light dark;
      --page: #f5f6f8; --card: #ffffff; --ink: #18202b; --soft: #5a6675; --line: #dfe3e8; --grid: #eaedf1;
      --links: #2166c4; --others: #8592a2; --third: #b45309; --fourth: #0f7b6c; --rule: #c0262d; --wash: #eef3fb;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #11151b; --card: #191f28; --ink: #e7ebf0; --soft: #9aa7b6; --line: #2d3643; --grid: #252d38;
        --links: #6ba4f5; --others: #66748a; --third: #f0a24a; --fourth: #4cc3b0; --rule: #ff7b7f; --wash: #1f2937;
      }
    }
    * { box-sizing: border-box; }
    html { scroll-behavior: smooth; }
    body {
      margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 1080px; background: var(--page); color: var(--ink);
      font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Helvetica, Arial, sans-serif;
      font-variant-numeric: tabular-nums;
    }
    .skip { position: absolute; left: -100vw; }
    .skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .25rem .75rem; }
    a { color: var(--links); }
    :focus-visible { outline: 3px solid var(--links); outline-offset: 2px; border-radius: 4px; }
    header { margin-bottom: 1.5rem; }
    .kicker {
      margin: 0; color: var(--soft); font-size: .8rem; font-weight: 600; letter-spacing: .08em;
      text-transform: uppercase;
    }
    h1 { margin: .1rem 0 .3rem; font-size: 1.9rem; line-height: 1.2; letter-spacing: -.015em; overflow-wrap: anywhere; }
    .meta {
      margin: 0; color: var(--soft); display: flex; flex-wrap: wrap; gap: .15rem 1.25rem;
      overflow-wrap: anywhere;
    }
    nav { display: flex; flex-wrap: wrap; gap: .4rem; margin-top: 1rem; }
    nav a {
      padding: .2rem .7rem; border: 1px solid var(--line); border-radius: 99px; background: var(--card);
      color: var(--ink); font-size: .85rem; text-decoration: none;
    }
    nav a:hover { border-color: var(--links); color: var(--links); }
    section {
      margin: 0 0 1.25rem; padding: 1.25rem 1.5rem 1.4rem; background: var(--card); border: 1px solid var(--line);
      border-radius: 12px;
    }
    h2 { margin: 0 0 .35rem; font-size: 1.15rem; letter-spacing: -.005em; }
    h3 { margin: 1.4rem 0 .3rem; font-size: .95rem; overflow-wrap: anywhere; }
    p { margin: .25rem 0 .75rem; max-width: 78ch; }
    .check { padding-left: .9rem; border-left: 5px solid var(--line); margin: 1rem 0; }
    .check.green { border-color: var(--fourth); } .check.amber { border-color: var(--third); }
    .check.red, .check.void { border-color: var(--rule); }
    .verdict {
      margin-left: .4rem; padding: .1rem .5rem; border: 1px solid currentColor; border-radius: 99px; color: var(--soft);
      font-size: .75rem; white-space: nowrap;
    }
    .green .verdict { color: var(--fourth); } .amber .verdict { color: var(--third); }
    .red .verdict, .void .verdict { color: var(--rule); }
    .note { color: var(--soft); font-size: .9rem; }
    .tiles {
      display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: .75rem;
      margin: .75rem 0;
    }
    .tile { padding: .7rem .9rem; background: var(--wash); border-radius: 8px; }
    .tile dt { color: var(--soft); font-size: .8rem; }
    .tile dd {
      margin: 0; overflow-wrap: anywhere; font-size: 1.4rem; font-weight: 600; line-height: 1.3;
      letter-spacing: -.01em;
    }
    .tile .long { font-size: 1rem; line-height: 1.8; }
    .tile small { display: block; color: var(--soft); font-size: .8rem; font-weight: 400; letter-spacing: 0; }
    .scroll { position: relative; overflow-x: auto; container-type: inline-size; }
    .scroll + p { margin-top: .9rem; }
    .scroll caption span { display: block; position: sticky; left: 0; max-width: 100cqw; }
    table { width: 100%; border-collapse: collapse; font-size: .9rem; }
    caption { padding: .6rem 0 .35rem; color: var(--soft); font-size: .85rem; text-align: left; }
    th, td {
      padding: .4rem .6rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: middle;
      white-space: nowrap;
    }
    thead th { color: var(--soft); font-size: .8rem; font-weight: 600; vertical-align: bottom; white-space: normal; }
    tbody tr:last-child > * { border-bottom: 0; }
    th:first-child, td.text { text-align: left; }
    tbody th { font-weight: 600; white-space: normal; overflow-wrap: anywhere; min-width: 8rem; }
    td small { display: block; color: var(--soft); }
    td.code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .82rem; }
    td.text { white-space: normal; overflow-wrap: anywhere; }
    .facts tbody th { width: 30%; font-weight: 400; color: var(--soft); }
    .share { width: 100px; height: 14px; margin-right: .6rem; vertical-align: middle; }
    .bar, .figure { display: inline-block; min-width: 4.6rem; vertical-align: middle; }
    .share .track { fill: var(--grid); } .share .fill { fill: var(--links); }
    .share .whisker { stroke: var(--ink); stroke-width: 1.5; }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    table.rows caption { color: var(--ink); font-size: .9rem; font-weight: 600; overflow-wrap: anywhere; }
    .rows caption small, .rows th small { color: var(--soft); font-size: .8rem; font-weight: 400; }
    .rows caption code { font-size: .8rem; font-weight: 400; }
    table.rows { table-layout: fixed; }
    .rows th, .rows td { padding: .2rem .45rem; border-bottom: 0; font-size: .85rem; }
    .rows thead th { font-size: .78rem; }
    .rows th { width: 4.9rem; } .rows th:first-child { width: 27%; }
    .rows tbody th { min-width: 0; font-weight: 400; }
    .rows .plot { position: relative; width: auto; padding: 0; }
    .rows .plot svg { position: absolute; inset: 0; height: 100%; }
    .rows .plot rect { stroke: none; } .rows .plot rect:hover { opacity: .75; }
    .rows .zero { stroke: var(--soft); }
    .rows .drop, .rows .whisker { stroke: var(--ink); stroke-width: 1.5; } .rows .drop { stroke-width: 1; }
    .cautions { margin: 1rem 0 0; padding-left: 2rem; } .cautions li { max-width: 78ch; }
    .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(215px, 1fr)); gap: .5rem 1.25rem; }
    .charts.halves { grid-template-columns: repeat(auto-fit, minmax(400px, 1fr)); align-items: start; }
    figure { margin: .5rem 0 0; min-width: 0; }
    figcaption { font-size: .9rem; font-weight: 600; overflow-wrap: anywhere; }
    figcaption small { color: var(--soft); font-weight: 400; }
    .legend {
      display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; margin: .2rem 0 0; padding: 0; list-style: none;
      font-size: .85rem;
    }
    .legend i { display: inline-block; width: 1.1rem; height: .7rem; margin-right: .4rem; border-radius: 2px; }
    .legend i.stroke {
      height: 0; border-width: 3px 0 0; border-style: solid; border-radius: 0; vertical-align: .25em; background: none;
    }
    .legend i.dashed { border-top-style: dashed; } .legend i.dotted { border-top-style: dotted; }
    svg { display: block; width: 100%; height: auto; overflow: visible; }
    svg.share { display: inline-block; }
    svg.draggable { cursor: ew-resize; touch-action: pan-y; user-select: none; }
    svg text { fill: var(--soft); font-size: 12px; font-family: inherit; }
    svg .label { fill: var(--ink); }
    .grid line { stroke: var(--grid); }
    .axis line { stroke: var(--soft); stroke-width: 1; }
    .bars rect:hover { opacity: .75; }
    .links { fill: var(--links); background: var(--links); border-color: var(--links); stroke: var(--links); }
    .others { fill: var(--others); background: var(--others); border-color: var(--others); stroke: var(--others); }
    .third { fill: var(--third); background: var(--third); border-color: var(--third); stroke: var(--third); }
    .fourth { fill: var(--fourth); background: var(--fourth); border-color: var(--fourth); stroke: var(--fourth); }
    .bars rect, .bars { stroke: none; }
    .band { opacity: .18; stroke: none; }
    .line { fill: none; stroke-width: 2.2; stroke-linejoin: round; }
    .line.dashed { stroke-dasharray: 7 4; } .line.dotted { stroke-dasharray: 2 3; }
    .dot { stroke: var(--card); stroke-width: 2; }
    .rule line { stroke: var(--rule); stroke-width: 1.5; stroke-dasharray: 5 3; }
    .rule text { fill: var(--rule); font-weight: 600; paint-order: stroke; stroke: var(--card); stroke-width: 4px; }
    .control { display: none; align-items: center; gap: .9rem; margin: .9rem 0 .2rem; }
    .interactive .control { display: flex; }
    .control label { font-weight: 600; white-space: nowrap; }
    .control input { flex: 1; min-width: 120px; height: 1.5rem; accent-color: var(--links); }
    .control button {
      padding: .25rem .8rem; border: 1px solid var(--line); border-radius: 6px; background: var(--card);
      color: var(--ink); font: inherit; font-size: .85rem; cursor: pointer;
    }
    .interactive .scriptless, .scripted { display: none; } .interactive .scripted { display: inline; }
    .sticky { position: sticky; top: 0; z-index: 1; padding: .5rem 0; background: var(--card); flex-wrap: wrap; }
    .sticky output { font-weight: 600; } .sticky .note { margin-left: auto; }
    kbd { padding: 0 .35rem; border: 1px solid var(--line); border-radius: 4px; font: inherit; font-size: .8rem; }
    body:has(.review) { max-width: 1500px; }
    .review .record { display: block; } .review tbody th { min-width: 15rem; max-width: 24rem; }
    .review th small { color: var(--soft); font-weight: 400; } .review tbody tr:focus-within { background: var(--wash); }
    .review tr[data-chosen="known"] { box-shadow: inset 4px 0 var(--links); }
    .review tr[data-chosen="forbidden"] { box-shadow: inset 4px 0 var(--third); }
    .review .evidence { text-align: left; font-size: .82rem; white-space: normal; } .review .evidence small { display: inline; margin-left: .3rem; }
    .thin { width: 60px; height: 6px; } .thin .track { fill: var(--grid); } .thin rect { stroke: none; }
    td.choice { text-align: left; } fieldset { position: relative; margin: 0; padding: 0; border: 0; } fieldset label { display: block; white-space: nowrap; cursor: pointer; }
    details { margin-top: .8rem; font-size: .9rem; }
    summary { color: var(--links); cursor: pointer; }
    @media (max-width: 600px) {
      section { padding: 1rem; }
      .charts.halves { grid-template-columns: 1fr; }
      .rows th:first-child { width: 31%; } .rows.tight .minor { display: none; }
      .charts.halves svg[role="img"] text { font-size: 16px; }
      nav { flex-wrap: nowrap; overflow-x: auto; } nav a { white-space: nowrap; }
      .scroll .share { display: none; } .scroll th, .scroll td { padding: .4rem .35rem; }
      .scroll tbody th { min-width: 5rem; } .figure { min-width: 0; }
    }
    @media print {
      :root {
        --page: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --grid: #ddd; --links: #1d5aa8;
        --others: #8592a2; --third: #a04a05; --fourth: #0c6b5e; --rule: #b0161d; --wash: #f2f4f7;
      }
      * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      html { font-size: 11px; }
      body { max-width: none; padding: 0; font-size: 1rem; }
      nav, .skip, .interactive .control, .interactive .scripted, details:not([open]) { display: none; }
      section { padding: .6rem 0; border-width: 1px 0 0; border-radius: 0; }
      figure, tr, .tiles { break-inside: avoid; }
      h2, h3 { break-after: avoid; }
      .scroll { overflow: visible; }
    }
    """
