import Foundation
import Testing

@testable import SluiceHost

/// The colors of a report: everybody must be able to read it (Web Content Accessibility Guidelines 2.2, 1.4.3 and
/// 1.4.11).
struct ReportStyleTests {
  @Test(arguments: [("light", ReportStyle.light), ("dark", ReportStyle.dark)])
  func everyColorStandsOutFromItsGround(name: String, theme: ReportStyle.Theme) throws {
    for text in [theme.text, theme.faint, theme.good, theme.bad, theme.open] {
      for ground in [theme.card, theme.background] {
        #expect(try contrast(text, ground) >= 4.5, "\(name): \(text) on \(ground)")
      }
    }
    for shape in theme.series {
      #expect(try contrast(shape, theme.card) >= 3, "\(name): \(shape) on \(theme.card)")
    }
  }

  @Test func aChartHasAsManyColorsInTheDarkAsInTheLight() {
    #expect(ReportStyle.light.series.count == ReportStyle.dark.series.count)
  }

  private func contrast(_ one: String, _ other: String) throws -> Double {
    let (a, b) = (try luminance(one), try luminance(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  private func luminance(_ color: String) throws -> Double {
    let number = try #require(Int(color.dropFirst(), radix: 16))
    let parts = [number >> 16 & 255, number >> 8 & 255, number & 255].map { part -> Double in
      let share = Double(part) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
