#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Why a file or a folder is not used, though the system would allow it: somebody else may have put it
/// there, or can change what is in it.
public enum Obstacle: Hashable, Sendable {
  /// Who can write in a folder.
  public enum Writers: Hashable, Sendable {
    /// The members of its group.
    case group
    /// Every user.
    case everyone
  }

  /// It is no regular file.
  case notAFile(FileKind)
  /// It is no folder.
  case notAFolder(FileKind)
  /// The file has this many names; what is written under one is seen under all.
  case names(Int)
  /// It belongs to another user than the one who runs this process, and not to root.
  case owner(UInt32)
  /// Others can write in the folder.
  case writers(Writers)

  /// What is in the way, in words.
  var words: String {
    switch self {
    case .notAFile(let kind): "it is \(kind.words), not a regular file"
    case .notAFolder(let kind): "it is \(kind.words), not a folder"
    case .names(let count): "the file has \(count) names (hard links)"
    case .owner(let user):
      "it belongs to user \(Account.name(of: user)), and this is user \(Account.name(of: geteuid()))"
    case .writers(.group): "its group can write in it"
    case .writers(.everyone): "every user can write in it"
    }
  }

  /// What the operator can do about it.
  func help(at path: String) -> String {
    switch self {
    case .notAFile, .notAFolder: "find out who put it there, and move it away"
    case .names: "find out who made the other name, and remove one of them"
    case .owner(let user):
      "run sluice as user \(Account.name(of: user)), or give it to this user with chown"
    case .writers(.group): "remove that right with 'chmod g-w \(path)', or set 'access: group'"
    case .writers(.everyone):
      "name a folder of its own, or remove that right with 'chmod o-w \(path)'"
    }
  }
}

extension FileStatus {
  /// Why a file is not one of this process's own; nil where it is.
  func obstacle(toFileFor access: FileAccess) -> Obstacle? {
    obstacleToSharing ?? (isOwned(for: access) ? nil : .owner(user))
  }

  /// Why what is written in a file may be written in another one too; nil where it is not.
  var obstacleToSharing: Obstacle? {
    guard kind == .file else { return .notAFile(kind) }
    return names <= 1 ? nil : .names(names)
  }

  /// Why what is in a folder may be changed by others than `access` allows; nil where it may not.
  ///
  /// A group that has its owner alone, as many systems give each user one, is nobody else.
  func obstacle(toFolderFor access: FileAccess) -> Obstacle? {
    guard kind == .directory else { return .notAFolder(kind) }
    guard isOwned(for: access) else { return .owner(user) }
    if mode & S_IWOTH != 0 { return .writers(.everyone) }
    guard access == .owner, mode & S_IWGRP != 0, !Account.isAlone(user, in: group) else {
      return nil
    }
    return .writers(.group)
  }

  /// Whether it belongs to this user or to root; where the group is trusted, also to a member of it.
  func isOwned(for access: FileAccess) -> Bool {
    user == geteuid() || user == 0 || access == .group && Account.isMember(of: group)
  }
}
