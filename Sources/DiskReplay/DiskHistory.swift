import DurableFiles
import Foundation

/// What was done below a folder, one operation after another, and what the disk may have had at each moment.
///
/// A disk keeps what was synced. Of what was not, it may have any part: in any order, and a name without the contents. A
/// rename is two steps, each made durable by a sync of its own folder: the new name, and the end of the old one, which no
/// disk has without the new name.
struct DiskHistory: Sendable {
  private var nodes: [FileIdentity: Disk.Node] = [:]
  private var next: Disk.Node = Disk.root + 1
  /// What a running system sees.
  private(set) var live = Disk()
  /// What is on the disk for sure.
  private(set) var durable = Disk()
  /// What is not, in the order in which it was done.
  private(set) var pending: [Step] = []
  private var renames = 0

  /// A change that is not durable yet.
  struct Step: Sendable {
    let change: Disk.Change
    /// Which rename it is the end of: then it does not come before that one's new name.
    let endOf: Int?
    /// Which rename it is the new name of.
    let nameOf: Int?
  }

  /// Begins with an empty folder.
  init(in folder: FileIdentity) { nodes[folder] = Disk.root }

  /// The same, where files and folders have been laid out anew: what is not durable is not durable there either.
  ///
  /// - Parameter identity: gives what has a path now.
  func laidOut(_ identity: (_ path: String) -> FileIdentity?) -> DiskHistory {
    var copy = self
    copy.nodes = [:]
    func look(at node: Disk.Node, _ path: String) {
      if let file = identity(path) { copy.nodes[file] = node }
      for (name, child) in live.folders[node] ?? [:] { look(at: child, "\(path)/\(name)") }
    }
    look(at: Disk.root, "")
    return copy
  }

  /// Adds an operation; those of files elsewhere are none of it.
  ///
  /// - Parameter isDurable: whether it is on the disk at once.
  mutating func add(_ operation: FileOperation, isDurable: Bool) {
    switch operation {
    case .create(let file, let name, let folder, let isFolder):
      guard let parent = nodes[folder] else { return }
      // A number that a file had that is gone may be given again.
      nodes[file] = next
      live.add(next, isFolder: isFolder)
      durable.add(next, isFolder: isFolder)
      add([.name(name, of: next, in: parent)], isDurable)
      next += 1
    case .open(let file, let name, let folder):
      guard let parent = nodes[folder],
        live.folders[parent]?[name] != nodes[file] || nodes[file] == nil
      else { return }
      add(.create(file, name: name, in: folder, isFolder: false), isDurable: isDurable)
    case .write(let file, let offset, let bytes):
      guard let node = nodes[file] else { return }
      add([.write(node, offset: offset, bytes: bytes)], isDurable)
    case .truncate(let file, let size):
      guard let node = nodes[file] else { return }
      add([.truncate(node, size: size)], isDurable)
    case .rename(let name, let folder, let newName, let newFolder):
      guard let from = nodes[folder], let to = nodes[newFolder],
        let node = live.folders[from]?[name]
      else { return }
      renames += 1
      add([.name(newName, of: node, in: to)], isDurable, nameOf: renames)
      add([.unname(name, of: node, in: from)], isDurable, endOf: renames)
    case .remove(let name, let folder):
      guard let parent = nodes[folder], let node = live.folders[parent]?[name] else { return }
      add([.unname(name, of: node, in: parent)], isDurable)
    case .sync(let file):
      guard let node = nodes[file] else { return }
      settle { $0.isSynced(with: node) }
    case .syncFileSystem: settle { _ in true }
    }
  }

  private mutating func add(
    _ changes: [Disk.Change], _ isDurable: Bool, endOf: Int? = nil, nameOf: Int? = nil
  ) {
    for change in changes {
      live.apply(change)
      if isDurable {
        // Whatever was done there before it is on the disk too, or it would come later and undo it.
        settle { $0 == change.place }
        durable.apply(change)
      } else {
        pending.append(Step(change: change, endOf: endOf, nameOf: nameOf))
      }
    }
  }

  private mutating func settle(_ isSynced: (Disk.Place) -> Bool) {
    var rest: [Step] = []
    for step in pending {
      if isSynced(step.change.place),
        step.endOf == nil || !rest.contains(where: { $0.nameOf == step.endOf })
      {
        durable.apply(step.change)
      } else {
        rest.append(step)
      }
    }
    pending = rest
  }

  /// What the disk may have after a loss of power now: nothing of what is pending, all of it, all but the last step, the names
  /// without the contents and the other way round, and the last write to each file in part; and if it is to be thorough, each beginning, each step alone, all but one, and every
  /// second and third step.
  func possibleDisks(isThorough: Bool) -> [Disk] {
    let all = pending.indices
    var choices: [[Int]] = [[], Array(all), Array(all.dropLast())]
    choices.append(all.filter { pending[$0].change.place.isName })
    choices.append(all.filter { !pending[$0].change.place.isName })
    for index in isThorough ? all.suffix(Self.mostSingles) : [] {
      choices.append(Array(all.prefix(upTo: index)))
      choices.append([index])
      choices.append(all.filter { $0 != index })
    }
    if isThorough {
      for (step, rest) in [(2, 0), (2, 1), (3, 0), (3, 1)] {
        choices.append(all.filter { $0 % step == rest })
      }
    }
    var disks = choices.map { disk(with: $0) }
    // The last write to a file may be there in part, with all that was done before it, or alone.
    var written: Set<Disk.Place> = []
    for last in all.reversed() {
      guard let half = pending[last].change.half,
        written.insert(pending[last].change.place).inserted
      else { continue }
      for choice in [Array(all.prefix(upTo: last)), []] {
        var disk = disk(with: choice)
        disk.apply(half)
        disks.append(disk)
      }
    }
    return disks
  }

  /// What is durable, with some of the steps that are not.
  private func disk(with choice: [Int]) -> Disk {
    var disk = durable
    let chosen = Set(choice)
    let missing = Set(
      pending.indices.filter { !chosen.contains($0) }.compactMap { pending[$0].nameOf })
    for index in choice where pending[index].endOf.map({ !missing.contains($0) }) ?? true {
      disk.apply(pending[index].change)
    }
    return disk
  }

  private static let mostSingles = 8
}
