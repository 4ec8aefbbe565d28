#include "CSQLiteRecorder.h"

#include <sqlite3.h>
#include <stddef.h>
#include <string.h>

// A file of SQLite, with the file of the VFS below behind it in the same memory.
struct recorded_file {
  sqlite3_file base;
  const char *path;
  // The first sync of a journal that was just created also syncs its folder.
  int syncs_folder;
};

static sqlite3_vfs *below;
static sqlite3_vfs recording;
static sluice_sqlite_recorder record;
static sluice_sqlite_fault ask;

static sqlite3_file *real(sqlite3_file *file) {
  return (sqlite3_file *)((char *)file + sizeof(struct recorded_file));
}

static struct recorded_file *own(sqlite3_file *file) { return (struct recorded_file *)file; }

static void tell(enum sluice_sqlite_operation operation, const char *path, sqlite3_int64 offset,
                 const void *bytes, int count) {
  if (path != NULL) record(operation, path, offset, bytes, count);
}

// What an operation is to fail with; of a file without a path nobody asks.
static int fault(enum sluice_sqlite_operation operation, sqlite3_file *file) {
  return own(file)->path == NULL ? SQLITE_OK : ask(operation, own(file)->path);
}

static int file_close(sqlite3_file *file) { return real(file)->pMethods->xClose(real(file)); }

static int file_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
  return real(file)->pMethods->xRead(real(file), bytes, count, offset);
}

static int file_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
  int broken = fault(SLUICE_SQLITE_WRITE, file);
  if (broken != SQLITE_OK) return broken;
  int code = real(file)->pMethods->xWrite(real(file), bytes, count, offset);
  if (code == SQLITE_OK) tell(SLUICE_SQLITE_WRITE, own(file)->path, offset, bytes, count);
  return code;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
  int broken = fault(SLUICE_SQLITE_TRUNCATE, file);
  if (broken != SQLITE_OK) return broken;
  int code = real(file)->pMethods->xTruncate(real(file), size);
  if (code == SQLITE_OK) tell(SLUICE_SQLITE_TRUNCATE, own(file)->path, size, NULL, 0);
  return code;
}

static int file_sync(sqlite3_file *file, int flags) {
  int broken = fault(SLUICE_SQLITE_SYNC, file);
  if (broken != SQLITE_OK) return broken;
  int code = real(file)->pMethods->xSync(real(file), flags);
  if (code != SQLITE_OK) return code;
  tell(SLUICE_SQLITE_SYNC, own(file)->path, 0, NULL, 0);
  if (own(file)->syncs_folder) {
    own(file)->syncs_folder = 0;
    tell(SLUICE_SQLITE_SYNC_FOLDER, own(file)->path, 0, NULL, 0);
  }
  return code;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
  return real(file)->pMethods->xFileSize(real(file), size);
}

static int file_lock(sqlite3_file *file, int level) {
  return real(file)->pMethods->xLock(real(file), level);
}

static int file_unlock(sqlite3_file *file, int level) {
  return real(file)->pMethods->xUnlock(real(file), level);
}

static int file_is_reserved(sqlite3_file *file, int *result) {
  return real(file)->pMethods->xCheckReservedLock(real(file), result);
}

static int file_control(sqlite3_file *file, int operation, void *argument) {
  return real(file)->pMethods->xFileControl(real(file), operation, argument);
}

static int file_sector_size(sqlite3_file *file) {
  return real(file)->pMethods->xSectorSize(real(file));
}

static int file_characteristics(sqlite3_file *file) {
  return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int file_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **memory) {
  return real(file)->pMethods->xShmMap(real(file), page, size, extend, memory);
}

static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
  return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}

static void file_shm_barrier(sqlite3_file *file) { real(file)->pMethods->xShmBarrier(real(file)); }

static int file_shm_unmap(sqlite3_file *file, int remove) {
  return real(file)->pMethods->xShmUnmap(real(file), remove);
}

// Version 2: without xFetch, so that nothing is read past the methods above.
static const sqlite3_io_methods methods = {
    2,
    file_close,
    file_read,
    file_write,
    file_truncate,
    file_sync,
    file_size,
    file_lock,
    file_unlock,
    file_is_reserved,
    file_control,
    file_sector_size,
    file_characteristics,
    file_shm_map,
    file_shm_lock,
    file_shm_barrier,
    file_shm_unmap,
    NULL,
    NULL,
};

static int vfs_open(sqlite3_vfs *vfs, sqlite3_filename path, sqlite3_file *file, int flags,
                    int *out_flags) {
  (void)vfs;
  int given = 0;
  memset(file, 0, sizeof(struct recorded_file));
  int exists = 0;
  if (path != NULL) below->xAccess(below, path, SQLITE_ACCESS_EXISTS, &exists);
  int code = below->xOpen(below, path, real(file), flags, &given);
  if (out_flags != NULL) *out_flags = given;
  // SQLite closes a file that has methods, even where it was not opened.
  if (real(file)->pMethods != NULL) file->pMethods = &methods;
  if (code != SQLITE_OK) return code;
  // The path is valid for as long as the file is open (https://www.sqlite.org/c3ref/vfs.html); what SQLite deletes
  // when it closes it is no file of anybody's.
  own(file)->path = (flags & SQLITE_OPEN_DELETEONCLOSE) ? NULL : path;
  own(file)->syncs_folder =
      !exists && (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL));
  tell(SLUICE_SQLITE_OPEN, own(file)->path, 0, NULL, 0);
  return code;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync_folder) {
  (void)vfs;
  int code = below->xDelete(below, path, sync_folder);
  if (code != SQLITE_OK) return code;
  tell(SLUICE_SQLITE_DELETE, path, 0, NULL, 0);
  if (sync_folder) tell(SLUICE_SQLITE_SYNC_FOLDER, path, 0, NULL, 0);
  return code;
}

int sluice_record_sqlite(sluice_sqlite_recorder recorder, sluice_sqlite_fault asked) {
  if (below != NULL) return SQLITE_OK;
  below = sqlite3_vfs_find(NULL);
  if (below == NULL) return SQLITE_ERROR;
  record = recorder;
  ask = asked;
  // Everything but opening and deleting is the other one's, called with this one: the default VFS of Unix uses nothing of
  // what it is given but pAppData, which is copied.
  recording = *below;
  recording.szOsFile = below->szOsFile + (int)sizeof(struct recorded_file);
  recording.zName = "sluice-recorder";
  recording.pNext = NULL;
  recording.xOpen = vfs_open;
  recording.xDelete = vfs_delete;
  return sqlite3_vfs_register(&recording, 1);
}
