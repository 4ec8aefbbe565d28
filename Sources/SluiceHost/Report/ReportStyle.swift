/// The looks of a report: one sheet for light and dark, small and large screens.
enum ReportStyle {
  /// The colors of a theme, as `#rrggbb`.
  struct Theme {
    let background: String
    let card: String
    let text: String
    let faint: String
    let line: String
    let good: String
    let bad: String
    let open: String
    /// What series are drawn in.
    let series: [String]
  }

  static let light = Theme(
    background: "#f4f5f7", card: "#ffffff", text: "#1c2430", faint: "#556070", line: "#d5dae1",
    good: "#1a7f4b", bad: "#b3261e", open: "#8a5a00",
    series: ["#2f6fc4", "#b26a00", "#1a7f4b", "#b3261e", "#7a4fb5", "#5b6773"])
  static let dark = Theme(
    background: "#12161c", card: "#1b2129", text: "#e8ecf1", faint: "#a3aebb", line: "#39434f",
    good: "#55c78c", bad: "#ff8a80", open: "#f0b64a",
    series: ["#6ea8f5", "#f0b64a", "#55c78c", "#ff8a80", "#b996ef", "#9aa7b4"])

  static let sheet = """
    :root { color-scheme: light dark; \(variables(light)) }
    @media (prefers-color-scheme: dark) { :root { \(variables(dark)) } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--background); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
    main { max-width: 72rem; margin: 0 auto; padding: 1rem; }
    h1 { font-size: 1.4rem; margin: .5rem 0; } h2 { font-size: 1.2rem; } h3 { font-size: 1rem; }
    a { color: inherit; } p { margin: .5rem 0; } code { overflow-wrap: anywhere; }
    .faint { color: var(--faint); }
    section { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .5rem 1rem 1rem; margin: 1rem 0; overflow: hidden; }
    .verdict { font-weight: 600; border-left: .35rem solid; padding: .25rem .75rem; overflow-wrap: anywhere; }
    .verdict.good { color: var(--good); } .verdict.bad { color: var(--bad); } .verdict.open { color: var(--open); }
    .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .75rem; padding: 0; margin: 1rem 0; list-style: none; }
    .figures li { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .75rem; color: var(--faint); overflow-wrap: anywhere; }
    .figures b { display: block; font-size: 1.4rem; color: var(--text); }
    figure { margin: 1.5rem 0; } figcaption { font-weight: 600; }
    .legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; margin: .25rem 0; list-style: none; color: var(--faint); }
    .key { display: inline-block; width: .8rem; height: .8rem; margin-right: .4rem; border-radius: .15rem; }
    .chart { display: grid; grid-template-columns: auto 1fr; gap: .25rem .5rem; color: var(--faint); font-size: .8rem; }
    .chart svg { width: 100%; height: 10rem; border-left: 1px solid var(--line); border-bottom: 1px solid var(--line); shape-rendering: crispEdges; }
    .y { display: flex; flex-direction: column; justify-content: space-between; text-align: right; }
    .x { grid-column: 2; display: flex; justify-content: space-between; gap: 1rem; }
    \(seriesRules)
    .bad rect, rect.bad { fill: var(--bad); } .key.bad { background: var(--bad); }
    .scroll { overflow-x: auto; max-height: 30rem; } .scroll:focus-visible, summary:focus-visible { outline: 2px solid var(--c1); }
    table { border-collapse: collapse; width: 100%; font-size: .9rem; }
    caption { text-align: left; font-weight: 600; padding: .5rem 0; }
    th, td { text-align: left; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
    td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
    th, td { white-space: nowrap; }
    td.wide { min-width: 20rem; white-space: normal; overflow-wrap: anywhere; }
    tr.bad td:first-child { border-left: .25rem solid var(--bad); padding-left: .5rem; }
    summary { cursor: pointer; color: var(--faint); margin: .5rem 0; }
    """

  private static func variables(_ theme: Theme) -> String {
    let named = [
      ("background", theme.background), ("card", theme.card), ("text", theme.text),
      ("faint", theme.faint), ("line", theme.line), ("good", theme.good), ("bad", theme.bad),
      ("open", theme.open),
    ]
    let numbered = theme.series.enumerated().map { ("c\($0 + 1)", $1) }
    return (named + numbered).map { "--\($0): \($1);" }.joined(separator: " ")
  }

  private static var seriesRules: String {
    light.series.indices.map { index in
      "rect.c\(index + 1) { fill: var(--c\(index + 1)); } .key.c\(index + 1) { background: var(--c\(index + 1)); }"
    }.joined(separator: "\n")
  }
}
