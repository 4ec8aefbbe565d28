import ExportModel
import Foundation
import ItemFields
import Predicates
import Testing

@testable import ExportEngine

/// What a route's progress rests on.
struct RouteTermsTests {
  private let terms = terms()

  private static func terms(
    _ definition: String = "nightly", _ predicate: ItemPredicate = .always,
    to kind: String = "stdout"
  ) -> RouteTerms {
    RouteTerms(
      definition: Sample.name(definition), predicate: predicate, place: RoutePlace(kind: kind))
  }

  @Test func progressGoesOnUnderTheSameTermsOnly() {
    #expect(terms.continues(Self.terms()))
    #expect(!terms.continues(Self.terms("daily")))
    #expect(!terms.continues(Self.terms("nightly", .statusIs(.failed))))
    #expect(!terms.continues(Self.terms(to: "sqlite")))
  }

  @Test func termsAreKeptAsAValueAndReadInWords() throws {
    let kept = try JSONEncoder().encode(terms)
    #expect(try JSONDecoder().decode(RouteTerms.self, from: kept) == terms)
    #expect("\(terms)" == "job nightly, when true, to stdout")
    #expect(RecordedTerms.known(terms).text == "\(terms)")
  }

  /// A version of Sluice kept nothing but the words.
  @Test func termsThatWereKeptInWordsGoOnWhileTheWordsAreTheSame() {
    let written = RecordedTerms.written("job nightly, when true, to stdout")
    #expect(written.value == nil)
    #expect(written.isContinued(by: terms))
    #expect(!written.isContinued(by: Self.terms("daily")))
    #expect(RecordedTerms.known(terms).isContinued(by: terms))
  }

  @Test func formerTermsSayWhichItemsWereTaken() {
    let failed = RecordedTerms.known(Self.terms("nightly", .statusIs(.failed)))
    #expect(failed.took(.failed, entryID: Sample.entry(1), jobID: Sample.job, choice: nil))
    #expect(!failed.took(.pending, entryID: Sample.entry(1), jobID: Sample.job, choice: nil))
    #expect(
      RecordedTerms.written("words").took(
        .pending, entryID: Sample.entry(1), jobID: Sample.job, choice: nil),
      "words do not say it, so the item may have been taken")
  }

  @Test func termsThatAskForDataTookWhatTheRouteDecidedThatItTakes() throws {
    let field = try #require(DataField("data.type"))
    let terms = RecordedTerms.known(
      Self.terms("nightly", .compares(.data(field), .equal, .text("invoice"))))
    for (choice, took) in [(true, true), (false, false), (nil, false)] {
      #expect(
        terms.took(.pending, entryID: Sample.entry(1), jobID: Sample.job, choice: choice) == took)
    }
  }
}
