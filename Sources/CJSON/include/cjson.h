#ifndef CJSON_H
#define CJSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A text that was read, whole and strictly (https://simdjson.org, the DOM).
typedef struct cjson_document cjson_document;

/// Where a value is on its document's tape
/// (https://github.com/simdjson/simdjson/blob/master/doc/tape.md).
typedef size_t cjson_value;

typedef enum {
  cjson_null,
  cjson_boolean,
  cjson_integer,
  cjson_number,
  cjson_text,
  cjson_list,
  cjson_object,
} cjson_kind;

/// A text in UTF-8 that its document owns.
typedef struct {
  const uint8_t *_Nullable bytes;
  size_t count;
} cjson_string;

/// Creates a document without a text; NULL where there is no memory.
cjson_document *_Nullable cjson_create(size_t most_levels);
void cjson_destroy(cjson_document *_Nonnull document);

/// Reads a text in the place of the one before; false where it is not JSON.
bool cjson_read(cjson_document *_Nonnull document, const uint8_t *_Nonnull bytes, size_t count);

/// Whether an object of the document has a key twice.
bool cjson_has_repeated_key(const cjson_document *_Nonnull document);

cjson_value cjson_root(const cjson_document *_Nonnull document);
cjson_kind cjson_kind_of(const cjson_document *_Nonnull document, cjson_value value);
bool cjson_boolean_of(const cjson_document *_Nonnull document, cjson_value value);
/// An integer; one over what the type holds is a number.
int64_t cjson_integer_of(const cjson_document *_Nonnull document, cjson_value value);
double cjson_number_of(const cjson_document *_Nonnull document, cjson_value value);
cjson_string cjson_text_of(const cjson_document *_Nonnull document, cjson_value value);

/// The first value of a list, and the one that follows a value of it; they end at `cjson_end`.
cjson_value cjson_first(const cjson_document *_Nonnull document, cjson_value list);
cjson_value cjson_next(const cjson_document *_Nonnull document, cjson_value value);
cjson_value cjson_end(const cjson_document *_Nonnull document, cjson_value list);

/// The value under a key of an object; false where there is none.
bool cjson_find(const cjson_document *_Nonnull document, cjson_value object,
                const uint8_t *_Nonnull key, size_t count, cjson_value *_Nonnull found);

#ifdef __cplusplus
}
#endif

#endif
