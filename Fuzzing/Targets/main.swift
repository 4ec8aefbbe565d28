import Foundation

// What comes is handed to the target that the first argument names; the rest are libFuzzer's
// (https://llvm.org/docs/LibFuzzer.html).

typealias Callback = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ callback: Callback
) -> CInt

guard CommandLine.arguments.count > 1, let chosen = FuzzTarget.named(CommandLine.arguments[1])
else {
  print("name one of: \(FuzzTarget.all.map(\.name).joined(separator: ", "))")
  exit(64)
}

/// The same for every input of a process.
let target = chosen

var arguments = CommandLine.unsafeArgv + 1
var count = CommandLine.argc - 1
exit(
  runDriver(&count, &arguments) { start, count in
    target.body(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
  })
