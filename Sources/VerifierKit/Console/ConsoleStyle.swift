/// The stylesheet of the console: the colours of the page for persons, and what tables and charts need.
enum ConsoleStyle {
    static let css =
        PageStyle.colours + """
            :root { --good: #0b6e4f; --bad: #b3261e; --lapsed: #6b6b76; --going: #0b4f9e; }
            @media (prefers-color-scheme: dark) { :root { --good: #5ed6a8; --bad: #ff9a92; --lapsed: #a2a2ad;
              --going: #9cc7ff; } }
            body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
            header, main, footer { max-width: 72rem; margin: 0 auto; padding: .75rem 1rem; }
            header { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.5rem;
              border-block-end: 1px solid var(--line); }
            header p { margin: 0; font-weight: 600; }
            header form { margin-inline-start: auto; }
            h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0; }
            h2 { font-size: 1.125rem; margin: 1.5rem 0 .5rem; }
            ul.row { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0; padding: 0; list-style: none; }
            a { color: var(--mark); }
            a[aria-current] { color: var(--text); font-weight: 600; text-decoration: none; }
            ul.row a { display: inline-block; padding: .25rem 0; }
            a.skip { position: absolute; inset-inline-start: -100vw; }
            a.skip:focus { inset-inline-start: 1rem; background: var(--ground); padding: .5rem; }
            :focus-visible { outline: 3px solid var(--text); outline-offset: 3px; }
            label { display: block; font-weight: 600; }
            input { font: inherit; padding: .5rem; border: 2px solid var(--line); border-radius: .25rem;
              background: var(--ground); color: var(--text); max-width: 100%; box-sizing: border-box; }
            button { font: inherit; font-weight: 600; padding: .5rem 1rem; border: 0; border-radius: .25rem;
              background: var(--mark); color: var(--on-mark); }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: start; vertical-align: top; padding: .375rem .75rem .375rem 0;
              border-block-end: 1px solid var(--line); overflow-wrap: anywhere; }
            th { overflow-wrap: normal; }
            tbody th { white-space: nowrap; }
            td.number, th.number { text-align: end; font-variant-numeric: tabular-nums; }
            dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .25rem 1rem; margin: 0; }
            dt { color: var(--quiet); }
            dd { margin: 0; overflow-wrap: anywhere; }
            .quiet, footer { color: var(--quiet); }
            .state { font-weight: 600; }
            .good { color: var(--good); }
            .bad { color: var(--bad); }
            .lapsed { color: var(--lapsed); }
            .going { color: var(--going); }
            .pair > * { min-width: 0; }
            .pair { display: grid; gap: 1rem; align-items: start; }
            @media (min-width: 60rem) { .pair { grid-template-columns: 3fr 2fr; } }
            svg { display: block; width: 100%; height: auto; }
            td svg { width: 15rem; max-width: 40vw; }
            svg rect { fill: currentColor; }
            svg rect.good { fill: var(--good); }
            svg rect.bad { fill: var(--bad); }
            svg rect.lapsed { fill: var(--lapsed); }
            svg rect.going { fill: var(--going); }
            svg text { fill: var(--quiet); font: 13px system-ui, sans-serif; }
            svg .rule { stroke: var(--line); stroke-width: 1; }
            .key li::before { content: ""; display: inline-block; width: .75em; height: .75em;
              margin-inline-end: .375rem; background: currentColor; }

            """
}
