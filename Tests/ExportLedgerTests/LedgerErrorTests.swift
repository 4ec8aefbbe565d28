import DurableFiles
import ExportEngine
import Foundation
import SQLite
import Testing

@testable import ExportLedger

/// What each trouble of the disk means to the operator.
@Suite struct LedgerErrorTests {
  @Test(arguments: [
    (SQLiteError(code: 13, message: "x"), LedgerError.Code.storage, "free some space"),
    (SQLiteError(code: 778, message: "x", systemCode: EDQUOT), .storage, "free some space"),
    (SQLiteError(code: 8, message: "x"), .storage, "it must be on a file system that can be"),
    (SQLiteError(code: 14, message: "x", systemCode: EACCES), .denied, "it must belong to"),
    (SQLiteError(code: 5, message: "x"), .storage, "another program has it open for writing"),
    (SQLiteError(code: 267, message: "x"), .unreadable, "run again first: a disk that fails"),
    (SQLiteError(code: 1034, message: "x", systemCode: EIO), .storage, "look at the disk"),
    (SQLiteError(code: 14, message: "x"), .storage, "look at the disk"),
    (SQLiteError(code: 14, message: "x", systemCode: EMFILE), .storage, "too many files are open"),
    (SQLiteError(code: 1, message: "x"), .storage, ""),
  ])
  func aRefusalOfTheDatabaseHasItsMeaning(
    error: SQLiteError, code: LedgerError.Code, hint: String
  ) {
    let meaning = LedgerError(error, at: "/s/ledger.sqlite")
    #expect(meaning.code == code)
    #expect(meaning.message == "cannot use the ledger /s/ledger.sqlite: \(error)")
    #expect(meaning.cause is SQLiteError)
    #expect(meaning.hint.map { !hint.isEmpty && $0.hasPrefix(hint) } ?? hint.isEmpty)
  }

  @Test(arguments: [
    (ENOSPC, LedgerError.Code.storage, "free some space"),
    (EROFS, .storage, "it must be on a file system that can be"),
    (EACCES, .denied, "it must belong to"),
    (ENOTDIR, .storage, "name a folder of its own"),
    (EMFILE, .storage, "too many files are open"),
    (EIO, .storage, "look at the disk"),
  ])
  func aRefusalOfTheFileSystemHasItsMeaning(
    number: Int32, code: LedgerError.Code, hint: String
  ) {
    let error = FileError(operation: "create directory", path: "/s", code: number)
    let meaning = LedgerError(error)
    #expect(meaning.code == code)
    #expect(meaning.message == "cannot use the state folder: \(error)")
    #expect(meaning.cause is FileError)
    #expect(meaning.hint.map { !hint.isEmpty && $0.hasPrefix(hint) } ?? hint.isEmpty)
  }
}
