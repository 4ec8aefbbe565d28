import PleoSource
import SluiceHost

/// A `sluice` whose only sink does not keep the contract, to show that `sluice prove` finds that.
@main
enum FaultySluice {
  static func main() async {
    await SluiceHost.main(sources: [PleoSourceModule.self], sinks: [FaultySinkModule.self])
  }
}
