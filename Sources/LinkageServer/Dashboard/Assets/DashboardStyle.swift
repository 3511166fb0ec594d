// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What the dashboard adds to the style sheet of reports.
let dashboardStyle: StaticString = """
    body { max-width: 1120px; padding-top: 0; }
    .bar {
      display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.5rem; margin: 0 0 2rem; padding: .9rem 0;
      border-bottom: 1px solid var(--line);
    }
    .brand { display: flex; align-items: center; gap: .6rem; color: var(--ink); font-weight: 650; text-decoration: none; }
    .brand img { width: 26px; height: 26px; }
    .brand small { color: var(--soft); font-size: .85rem; font-weight: 400; }
    .who { display: flex; align-items: center; gap: .8rem; margin: 0 0 0 auto; color: var(--soft); font-size: .85rem; }
    .who form { margin: 0; }
    .crumbs { margin: 0 0 .4rem; font-size: .85rem; color: var(--soft); }
    .crumbs a { color: var(--soft); }
    h1 { font-size: clamp(1.6rem, 4vw, 2.15rem); }
    main > header { margin-bottom: 1.75rem; }
    section { padding: 1.5rem 1.75rem 1.6rem; }
    section > h2 { font-size: 1.2rem; margin-bottom: .5rem; }
    section > :last-child, [data-part] > :last-child { margin-bottom: 0; }
    section.plain { padding: 0; background: none; border: 0; }
    .plain > h2 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    .tile { padding: .9rem 1.1rem; }
    .tile dd { font-size: 1.65rem; }
    .tile dd.long { font-size: 1.15rem; line-height: 1.9; }
    .tile small { margin-top: .1rem; }
    .notice { margin: 0 0 1.25rem; padding: .8rem 1.1rem; max-width: none; border-left: 4px solid var(--fourth); background: var(--card); border-radius: 4px; }
    .state { display: inline-flex; align-items: center; gap: .45rem; white-space: nowrap; }
    .state::before { content: ""; width: .6rem; height: .6rem; border-radius: 50%; background: var(--others); }
    .state.good::before { background: var(--fourth); }
    .state.busy::before { background: var(--links); }
    .state.bad::before { background: var(--rule); border-radius: 2px; }
    .state.wait::before { background: none; border: 2px solid var(--others); }
    td.text small { display: block; }
    .left th, .left td { text-align: left; white-space: normal; }
    .left tbody th { min-width: 0; overflow-wrap: break-word; }
    .left td:last-child:has(.quiet) { text-align: right; }
    time { white-space: nowrap; }
    .hidden-count { color: var(--soft); text-decoration: none; cursor: help; }
    code, .code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .9em; }
    .token { display: block; margin: .75rem 0; padding: 1rem 1.1rem; background: var(--wash); border-radius: 8px; font-size: 1rem; overflow-wrap: anywhere; user-select: all; }
    .projects { display: grid; grid-template-columns: repeat(auto-fill, minmax(290px, 1fr)); gap: 1rem; margin: 0; padding: 0; list-style: none; }
    .projects li { position: relative; padding: 1.25rem 1.4rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
    .projects li:hover { border-color: var(--links); }
    .projects h3 { margin: 0 0 .3rem; font-size: 1.1rem; overflow-wrap: anywhere; }
    .projects h3 a { color: var(--ink); text-decoration: none; }
    .projects h3 a::after { content: ""; position: absolute; inset: 0; border-radius: 12px; }
    .projects p { margin: .2rem 0; color: var(--soft); font-size: .9rem; }
    form.fields { display: grid; gap: 1rem; max-width: 34rem; margin-top: .9rem; }
    .fields label, .fields .label { display: block; font-weight: 600; font-size: .9rem; }
    .fields .hint { margin: .1rem 0 .3rem; color: var(--soft); font-size: .85rem; font-weight: 400; }
    .fields input:not([type=checkbox]), .fields select, .fields textarea {
      width: 100%; padding: .55rem .7rem; border: 1px solid var(--edge); border-radius: 8px; background: var(--page); color: var(--ink); font: inherit;
    }
    .fields textarea { min-height: 6.5rem; resize: vertical; font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .82rem; }
    .fields .check { display: flex; gap: .6rem; align-items: baseline; margin: 0; padding: 0; border: 0; font-weight: 400; }
    .fields .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
    .button, main button {
      display: inline-block; padding: .5rem 1.1rem; border: 1px solid var(--links); border-radius: 8px; background: var(--strong);
      color: var(--on-strong); font: inherit; font-weight: 600; text-decoration: none; cursor: pointer; justify-self: start;
    }
    .button:hover, main button:hover { filter: brightness(1.08); }
    button.quiet, main button.quiet, .button.quiet {
      padding: .3rem .8rem; border: 1px solid var(--edge); border-radius: 8px; background: none; color: var(--ink); font: inherit; font-size: .85rem;
      font-weight: 400; cursor: pointer;
    }
    main button.danger { border-color: var(--rule); background: none; color: var(--rule); font-weight: 600; }
    button.quiet:hover, .button.quiet:hover { border-color: var(--links); color: var(--links); }
    .actions { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; margin-top: 1rem; }
    .actions form { margin: 0; }
    .login { max-width: 27rem; margin: 8vh auto 0; }
    .login section { padding: 2rem; }
    .problem { margin: 0 0 1rem; padding: .7rem 1rem; border-left: 4px solid var(--rule); background: var(--wash); border-radius: 4px; }
    .matrix td { text-align: center; padding: .55rem .5rem; font-variant-numeric: tabular-nums; }
    .matrix td small { opacity: .8; color: inherit; }
    .matrix thead th { text-align: center; } .matrix thead th:first-child { text-align: left; }
    .matrix .none { color: var(--soft); }
    .heat-0 { background: none; } .heat-1 { background: color-mix(in srgb, var(--links) 8%, var(--card)); }
    .heat-2 { background: color-mix(in srgb, var(--links) 16%, var(--card)); } .heat-3 { background: color-mix(in srgb, var(--links) 26%, var(--card)); }
    .heat-4 { background: color-mix(in srgb, var(--links) 38%, var(--card)); } .heat-5 { background: var(--strong); color: var(--on-strong); }
    .live { padding: 1.1rem 1.25rem; background: var(--wash); border-radius: 10px; margin: .5rem 0 1rem; }
    .live h3 { margin: 0 0 .5rem; }
    .live progress { width: 100%; height: .7rem; accent-color: var(--links); }
    .live dl { display: flex; flex-wrap: wrap; gap: .4rem 2rem; margin: .6rem 0 0; }
    .live dt { color: var(--soft); font-size: .8rem; } .live dd { margin: 0; font-weight: 600; }
    .sub { margin-top: 1.8rem; }
    details > summary { padding: .2rem 0; font-weight: 600; }
    .forms details, .danger-zone details { margin-top: .4rem; }
    .danger-zone { border-color: color-mix(in srgb, var(--rule) 45%, var(--line)); }
    footer { margin-top: 2.5rem; color: var(--soft); font-size: .82rem; }
    :root { --strong: #1d5bb0; --on-strong: #ffffff; --edge: #868f9b; }
    @media (prefers-color-scheme: dark) { :root { --strong: #86b6f7; --on-strong: #0d1522; --edge: #6b7889; } }
    .skip:focus { z-index: 2; }
    @media (max-width: 600px) {
      body { padding-left: .9rem; padding-right: .9rem; }
      .bar { margin-bottom: 1.25rem; }
      section, .login section { padding: 1.15rem 1rem; }
      .fields .pair { grid-template-columns: 1fr; }
      .tiles { grid-template-columns: repeat(auto-fit, minmax(128px, 1fr)); }
      .tile dd { font-size: 1.35rem; }
      svg[role="img"] text { font-size: 30px; }
      #figures .scroll .share { display: inline-block; width: 70px; }
      #probability .axis .label { display: none; }
    }
    @media print {
      :root { --strong: #1d5bb0; --on-strong: #fff; --edge: #868f9b; }
      .bar .who, .actions, .button, form, .crumbs, .forms, .danger-zone, .control, .skip { display: none; }
      .bar { margin-bottom: 1rem; }
      section { padding: .8rem 0; }
    }
    """
