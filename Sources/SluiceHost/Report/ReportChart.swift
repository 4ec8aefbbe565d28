import Foundation

/// A chart: shapes in SVG, which a browser stretches, and words around them, which it does not.
struct ReportChart {
  /// One column of it, or one moment.
  struct Column {
    /// What it is, for whoever points at it or reads the table.
    let label: String
    /// A number of each series.
    let values: [Double]
    /// Whether something went wrong.
    var isMarked = false
  }

  /// Whether a column has a width of its own, or lasts until the next one.
  enum Form { case bars, steps }

  let id: String
  let title: String
  let form: Form
  /// The names of the series and their colors, by number.
  let series: [(name: String, color: Int)]
  let columns: [Column]
  /// Where each column begins, from 0 to 1, in the form of steps.
  var positions: [Double] = []
  /// What stands at the end of the lower edge, where that is not the last column.
  var endLabel: String?
  /// What a mark is, for the legend; nil for a chart without marks.
  var mark: String?

  private static let width = 1000.0
  private static let height = 100.0

  private var most: Double { max(columns.map { $0.values.reduce(0, +) }.max() ?? 0, 1) }

  var html: HTML {
    """
    <figure>
    <figcaption id="\(id)-title">\(title)</figcaption>
    \(legend)
    <div class="chart">
    <div class="y" aria-hidden="true"><span>\(Self.number(most))</span><span>0</span></div>
    <svg role="img" aria-labelledby="\(id)-title" aria-describedby="\(id)-table" viewBox="0 0 1000 100" preserveAspectRatio="none">
    \(shapes)
    </svg>
    <div class="x" aria-hidden="true"><span>\(columns.first?.label ?? "")</span><span>\(endLabel ?? columns.last?.label ?? "")</span></div>
    </div>
    \(table)
    </figure>
    """
  }

  private var legend: HTML {
    let entries = series.map { series -> HTML in
      "<li><span class=\"key c\(series.color)\"></span>\(series.name)</li>"
    }
    let marks: [HTML] = mark.map { ["<li><span class=\"key bad\"></span>\($0)</li>"] } ?? []
    return entries.count + marks.count > 1
      ? "<ul class=\"legend\">\(HTML.joined(entries + marks))</ul>" : ""
  }

  private var shapes: HTML {
    HTML.joined(
      columns.indices.map { index -> HTML in
        let (x, width) = place(of: index)
        var base = Self.height
        var pieces: [HTML] = []
        for (value, series) in zip(columns[index].values, series) where value > 0 {
          let height = Self.height * value / most
          base -= height
          pieces.append(
            """
            <rect class="c\(series.color)" x="\(Self.place(x))" y="\(Self.place(base))" width="\(Self.place(width))" height="\(Self.place(height))"/>
            """)
        }
        if columns[index].isMarked {
          pieces.append(
            """
            <rect class="bad" x="\(Self.place(x))" y="96" width="\(Self.place(width))" height="4"/>
            """)
        }
        return "<g><title>\(words(of: columns[index]))</title>\(HTML.joined(pieces))</g>"
      })
  }

  private func place(of index: Int) -> (x: Double, width: Double) {
    switch form {
    case .bars:
      let slot = Self.width / Double(columns.count)
      return (slot * Double(index) + slot * 0.1, slot * 0.8)
    case .steps:
      let start = positions[index] * Self.width
      let end = index + 1 < positions.count ? positions[index + 1] * Self.width : Self.width
      return (start, max(end - start, 2))
    }
  }

  private func words(of column: Column) -> String {
    let values = zip(series, column.values).map { "\($0.name) \(Self.number($1))" }
    return "\(column.label): \(values.joined(separator: ", "))"
      + (column.isMarked ? ", \(mark ?? "")" : "")
  }

  /// The same as numbers.
  private var table: HTML {
    let heads = series.map { "<th scope=\"col\">\($0.name)</th>" as HTML }
    let rows = columns.reversed().map { column -> HTML in
      let cells = column.values.map { "<td>\(Self.number($0))</td>" as HTML }
      return "<tr><th scope=\"row\">\(column.label)</th>\(HTML.joined(cells))</tr>"
    }
    return """
      <details id="\(id)-table"><summary>The numbers of the chart</summary>
      <div class="scroll" role="region" aria-label="\(title), as a table" tabindex="0"><table>
      <thead><tr><th scope="col">when</th>\(HTML.joined(heads))</tr></thead>
      <tbody>\(HTML.joined(rows))</tbody>
      </table></div></details>
      """
  }

  private static func place(_ number: Double) -> String { String(format: "%.2f", number) }

  private static func number(_ number: Double) -> String {
    number == number.rounded() ? "\(Int(number))" : String(format: "%.1f", number)
  }
}
