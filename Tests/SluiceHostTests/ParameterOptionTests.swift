import ArgumentParser
import Testing

@testable import SluiceHost

/// `--param name=value`.
@Suite struct ParameterOptionTests {
  @Test func aValueMayHoldAnythingAndBeEmpty() throws {
    let option = try ParameterOption.parse(["--param", "a=b=c", "--param", "d=", "--param", "e= "])
    #expect(option.values == ["a": "b=c", "d": "", "e": " "])
  }

  @Test(arguments: [
    (["s3cret"], "--param takes a name and a value: --param export_job=8eb648ab…"),
    (["=s3cret"], "--param takes a name and a value: --param export_job=8eb648ab…"),
    (["a=s3cret", "a=s3cret"], "--param gives 'a' twice"),
  ])
  func whatIsNoNameWithAValueIsRefusedWithoutShowingIt(
    values: [String], message: String
  ) throws {
    let error = #expect(throws: (any Error).self) {
      try ParameterOption.parse(values.flatMap { ["--param", $0] })
    }
    #expect(ParameterOption.message(for: try #require(error)) == message)
    #expect(ParameterOption.exitCode(for: try #require(error)).rawValue == 64)
  }

  @Test(arguments: [
    (
      [["export_job"], ["size"]],
      "no parameter is called 'exprot_job'; did you mean 'export_job'?"
    ),
    ([["size"], ["who"]], "no parameter is called 'exprot_job'; use one of: size, who"),
    ([[]], "no parameter is called 'exprot_job'; none is declared under 'params'"),
  ])
  func aNameThatNoFileDeclaresIsRefused(declared: [[String]], message: String) throws {
    let option = try ParameterOption.parse(["--param", "exprot_job=s3cret"])
    let error = #expect(throws: ValidationError.self) { try option.check(declared) }
    #expect(error?.message == message)
  }

  @Test func aNameThatOneOfTheFilesDeclaresIsTaken() throws {
    let option = try ParameterOption.parse(["--param", "size=3"])
    try option.check([[], ["size"]])
  }

  @Test func aFileThatCannotBeReadMightDeclareAnyName() throws {
    let option = try ParameterOption.parse(["--param", "size=3"])
    try option.check([nil, []])
  }
}
