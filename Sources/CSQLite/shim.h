#ifndef SLUICE_CSQLITE_SHIM_H
#define SLUICE_CSQLITE_SHIM_H

#include <sqlite3.h>

// SQLITE_TRANSIENT is a cast of -1 to a function pointer, which Swift does not import.

static inline int csqlite_bind_text(
    sqlite3_stmt *statement, int index, const char *text, sqlite3_uint64 count) {
  return sqlite3_bind_text64(statement, index, text, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int csqlite_bind_blob(
    sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
  return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

// The text of a UUID, in lower case.
static inline int csqlite_bind_uuid(
    sqlite3_stmt *statement, int index, unsigned long long high, unsigned long long low) {
  static const char digits[] = "0123456789abcdef";
  char text[36], *end = text;
  for (int byte = 0; byte < 16; byte++) {
    unsigned value = (byte < 8 ? high : low) >> (56 - 8 * (byte % 8)) & 0xFF;
    *end++ = digits[value >> 4];
    *end++ = digits[value & 0xF];
    if (byte == 3 || byte == 5 || byte == 7 || byte == 9) *end++ = '-';
  }
  return csqlite_bind_text(statement, index, text, 36);
}

#endif
