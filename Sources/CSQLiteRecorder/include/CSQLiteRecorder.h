#ifndef SLUICE_SQLITE_RECORDER_H
#define SLUICE_SQLITE_RECORDER_H

// What SQLite did to a file.
enum sluice_sqlite_operation {
  SLUICE_SQLITE_OPEN,
  SLUICE_SQLITE_WRITE,
  SLUICE_SQLITE_TRUNCATE,
  SLUICE_SQLITE_SYNC,
  SLUICE_SQLITE_DELETE,
  // The names of the folder that a file is in were synced.
  SLUICE_SQLITE_SYNC_FOLDER,
};

// Is called after each operation that succeeded, on the thread that it was done on: with the path of the file, where it
// was written or what size it has now, and the bytes of a write.
typedef void (*sluice_sqlite_recorder)(enum sluice_sqlite_operation operation, const char *path,
                                       long long offset, const void *bytes, int count);

// Is asked before a file is written, truncated or synced: a result code of SQLite to fail with, or 0 to go on.
typedef int (*sluice_sqlite_fault)(enum sluice_sqlite_operation operation, const char *path);

// Makes a VFS the default one that does what the default one did, asks for faults, and calls a recorder
// (https://www.sqlite.org/vfs.html). Databases that are opened from then on use it; called again, it does nothing.
// Returns a result code of SQLite.
int sluice_record_sqlite(sluice_sqlite_recorder recorder, sluice_sqlite_fault fault);

#endif
