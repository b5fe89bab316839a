/// The stylesheet of the page: light or dark as the system is, readable without it.
enum PageStyle {
    /// How long browsers keep it.
    static let maxAgeSeconds = 3_600

    /// The colours of all pages.
    static let colours = """
        :root { color-scheme: light dark; --text: #1b1b1f; --ground: #fff; --quiet: #55555f; --mark: #0b4f9e;
          --on-mark: #fff; --caution: #7a3e00; --line: #8a8a94; }
        @media (prefers-color-scheme: dark) { :root { --text: #ececf1; --ground: #17171b; --quiet: #b4b4be;
          --mark: #9cc7ff; --on-mark: #10233d; --caution: #ffc48a; --line: #8a8a94; } }

        """

    static let css =
        colours + """
            body { margin: 0; background: var(--ground); color: var(--text); font: 1.125rem/1.5 system-ui, sans-serif; }
            main, nav { max-width: 36rem; margin: 0 auto; padding: 1rem; }
            h1 { font-size: 1.5rem; line-height: 1.25; }
            h2 { font-size: 1.125rem; margin: 1.5rem 0 .5rem; }
            .state { padding: .75rem 1rem; border: 2px solid var(--line); border-radius: .5rem; font-weight: 600; }
            .over { border-color: var(--mark); }
            .code { max-width: 20rem; }
            .code svg { display: block; width: 100%; height: auto; }
            a { color: var(--mark); }
            a.wallet { display: inline-block; padding: .75rem 1.25rem; border-radius: .5rem; background: var(--mark);
              color: var(--on-mark); font-weight: 600; text-decoration: none; }
            a:focus-visible { outline: 3px solid var(--text); outline-offset: 3px; }
            .caution { color: var(--caution); border-inline-start: 4px solid currentColor; padding-inline-start: .75rem; }
            nav ul { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin: 0; padding: 0; list-style: none; }
            nav a { display: inline-block; padding: .25rem 0; }
            time, nav { color: var(--quiet); }

            """
}
