import Diagnostics
import ExportModel
import PageSourceKit
import Predicates
import SinkKit

/// What routes may not do to one another, and what a route can never do.
struct RouteChecks {
  let drafts: [RouteSection.Draft]

  /// Refuses a name that an earlier route has: progress is kept under names.
  func checkNames(findings: inout Findings) {
    var places: [Name: RouteSection.Draft] = [:]
    for draft in drafts {
      guard let name = draft.name else { continue }
      guard let first = places[name] else {
        places[name] = draft
        continue
      }
      let isWritten = draft.nameSpan != draft.kindSpan
      findings.add(
        Diagnostic(
          id: .routesName, "two routes are called '\(name)'", at: draft.nameSpan,
          help: isWritten ? "give each route a name of its own" : "give this route a 'name'",
          notes: [.init("first used here", at: first.nameSpan)]))
    }
  }

  /// Refuses a sink that would write where an earlier one does, or where the host itself writes, and places of the host that
  /// are the same.
  ///
  /// The places are named by where they are in the file: a path may hold a value from outside.
  /// They are compared as what they are without symbolic links.
  func checkClaims(host: [HostPlace], findings: inout Findings) {
    let claimsOfDrafts = drafts.map { draft in
      draft.sink.map { sink in
        Set(sink.claims.map(\.withoutLinks)).sorted { $0.description < $1.description }
      }
    }
    for (index, place) in host.enumerated() {
      guard let other = host[..<index].first(where: place.conflicts) else { continue }
      findings.add(
        Diagnostic(
          id: .observeClaim,
          "the \(place.name) would be written where the \(other.name) \(other.verb) kept",
          at: place.span,
          help: "give it a place of its own",
          notes: other.span.map { [.init("\(other.keptHere)", at: $0)] } ?? []))
    }
    for (index, draft) in drafts.enumerated() {
      guard let claims = claimsOfDrafts[index], let span = draft.kindSpan else { continue }
      if let place = host.first(where: { $0.conflicts(with: claims) }) {
        findings.add(
          Diagnostic(
            id: .routesClaim, "this sink would write where the job keeps its \(place.name)",
            at: span,
            help: "give the sink or the \(place.name) another place",
            notes: place.span.map { [.init("\(place.keptHere)", at: $0)] } ?? []))
      }
      for (first, others) in zip(drafts[..<index], claimsOfDrafts) {
        guard let others, let firstSpan = first.kindSpan,
          let message = Self.conflict(of: claims, with: others)
        else { continue }
        findings.add(
          Diagnostic(
            id: .routesClaim, message, at: span,
            help: "keep one of them, or give each a place of its own",
            notes: [.init("the other sink is here", at: firstSpan)]))
        break
      }
    }
  }

  /// What two sinks would share, in words; nil when they stay apart.
  private static func conflict(
    of claims: [ResourceClaim], with others: [ResourceClaim]
  ) -> String? {
    for claim in claims {
      guard let other = others.first(where: claim.conflicts) else { continue }
      return "two sinks would write to \(claim.shared(with: other))"
    }
    return nil
  }

  /// Warns of a condition that no item which is ever processed can meet.
  func checkConditions(recovery: RecoveryPolicy, findings: inout Findings) {
    let processed = recovery.processed
    for draft in drafts {
      guard let predicate = draft.predicate, let span = draft.predicateSpan,
        let items = draft.items,
        items.answers(where: .status, isOneOf: processed.map(\.name)) == [false],
        // What no item at all can meet was found where it is.
        predicate == .never || items.answers() != [false]
      else { continue }
      findings.add(
        Diagnostic(
          .warning, id: .predicateNever, "no item that the job processes meets this condition",
          at: span,
          help: "it processes items that are \(processed.map(\.name).joined(separator: " or ")): "
            + "change the condition or 'recovery: process'"))
    }
  }
}

extension RouteChecks {
  /// Refuses settings that need accounting data where the source is not asked for it, and warns where it is, and no sink has
  /// a use for it.
  func checkData(
    of source: any SourceModule, order: ItemOrder, at orderSpan: SourceSpan?, tests: [JobTest],
    findings: inout Findings
  ) {
    guard source.hasAccountingData else {
      let ofOrder = order == .transactionDate ? [orderSpan].compactMap(\.self) : []
      let ofTests = tests.filter {
        $0.pages.contains { $0.items.contains { $0.data != .unspecified } }
      }
      for span in ofOrder + drafts.flatMap(\.neededData) + ofTests.map(\.span) {
        findings.add(
          Diagnostic(
            id: .sourceData, "this needs accounting data, which the source is not asked for",
            at: span, help: "write 'accounting_data: full' under the source, or take it out"))
      }
      return
    }
    guard let first = drafts.first, order != .transactionDate,
      drafts.allSatisfy({ $0.sink?.takesData == false && $0.predicate?.asksForData == false })
    else { return }
    findings.add(
      Diagnostic(
        .warning, id: .sourceData, "no route of the job has a use for accounting data",
        at: first.kindSpan ?? first.nameSpan,
        help: "take 'accounting_data: full' out, or give a sink columns that have data"))
  }
}

extension RouteChecks {
  /// Warns of a status that the job processes and that no route takes: such items are held, and every
  /// run ends with 65.
  func checkStatuses(_ recovery: RecoverySection.Values, findings: inout Findings) {
    let sets = drafts.map(\.items)
    // What is wrong in a route has its own finding.
    guard drafts.allSatisfy({ $0.predicate != nil }), let first = drafts.first else { return }
    for status in recovery.policy.processed {
      let isReached = sets.contains {
        $0?.answers(where: .status, isOneOf: [status.name]).contains(true) ?? true
      }
      guard !isReached else { continue }
      findings.add(
        Diagnostic(
          .warning, id: .routesUnreached,
          "items that are \(status) are processed, and no route takes one",
          at: recovery.processSpan ?? first.nameSpan,
          help: "they are held and the run ends with 65: let a route take them, or leave "
            + "\(status) out of 'recovery', or write 'unmatched: skip'"))
    }
  }
}

/// Where the host itself writes.
struct HostState {
  /// The absolute path of the folder.
  let folder: String
  /// The names of what the host keeps in it.
  let files: [String]
  /// Where the file says so; nil for the default.
  let span: SourceSpan?

  /// The folder's own name, and everything at or below the names of its files.
  var place: HostPlace {
    HostPlace(
      claims: [.file(folder)] + files.map { .directory("\(folder)/\($0)") }, name: "state",
      verb: "is",
      span: span)
  }
}

/// A place where the host itself writes.
struct HostPlace {
  private let claims: [ResourceClaim]
  /// What it keeps there, in a word, and the word's verb.
  let name: String
  let verb: String
  /// Where the file says so; nil for a default.
  let span: SourceSpan?

  init(claims: [ResourceClaim], name: String, verb: String, span: SourceSpan?) {
    self.claims = claims.map(\.withoutLinks)
    self.name = name
    self.verb = verb
    self.span = span
  }

  /// A file with many of something.
  init(file: String, of name: String, at span: SourceSpan?) {
    self.init(claims: [.file(file)], name: name, verb: "are", span: span)
  }

  var keptHere: String { "the \(name) \(verb) kept here" }

  /// Whether a sink with these claims would write there.
  func conflicts(with others: [ResourceClaim]) -> Bool {
    claims.contains { claim in others.contains { claim.conflicts(with: $0) } }
  }

  /// Whether another place is the same.
  func conflicts(with other: HostPlace) -> Bool { conflicts(with: other.claims) }
}

extension RecoveryPolicy {
  /// The documented statuses in which an item becomes work. A condition is asked about that status, and an item
  /// that is in progress becomes work only where the job processes such items.
  fileprivate var processed: [ItemStatus] {
    ItemStatus.known.filter {
      process.contains($0) || $0 == .inProgress && inProgress == .process
    }
  }
}
