#include "cjson.h"

#include <algorithm>
#include <new>
#include <string_view>
#include <vector>

#include <simdjson.h>

using simdjson::internal::tape_ref;
using simdjson::internal::tape_type;

struct cjson_document {
  simdjson::dom::parser parser;
  simdjson::dom::document document;
  size_t most_levels;

  tape_ref at(cjson_value value) const { return tape_ref(&document, value); }
};

namespace {

/// How many keys of an object are compared one with another; more are sorted.
constexpr size_t few_keys = 24;

bool has_repeats(std::vector<std::string_view> &keys, size_t first) {
  const auto begin = keys.begin() + static_cast<std::ptrdiff_t>(first);
  if (keys.size() - first > few_keys) {
    std::sort(begin, keys.end());
    return std::adjacent_find(begin, keys.end()) != keys.end();
  }
  for (auto key = begin; key != keys.end(); ++key) {
    if (std::find(begin, key, *key) != key) { return true; }
  }
  return false;
}

/// The keys of the objects around a value are in `keys`, so that one vector does for all.
bool has_repeated_key(tape_ref value, std::vector<std::string_view> &keys) {
  const auto type = value.tape_ref_type();
  if (type != tape_type::START_OBJECT && type != tape_type::START_ARRAY) { return false; }
  const bool is_object = type == tape_type::START_OBJECT;
  const size_t first = keys.size();
  const size_t end = value.after_element() - 1;
  value.json_index++;
  while (value.json_index < end) {
    if (is_object) {
      keys.push_back(value.get_string_view());
      value.json_index++;
    }
    if (has_repeated_key(value, keys)) { return true; }
    value.json_index = value.after_element();
  }
  if (is_object && has_repeats(keys, first)) { return true; }
  keys.resize(first);
  return false;
}

}  // namespace

cjson_document *cjson_create(size_t most_levels) {
  auto *document = new (std::nothrow) cjson_document();
  if (document) { document->most_levels = most_levels; }
  return document;
}

void cjson_destroy(cjson_document *document) { delete document; }

bool cjson_read(cjson_document *document, const uint8_t *bytes, size_t count) {
  auto &parser = document->parser;
  // A parser that has not the room makes some for its own idea of how deep a text may be.
  if (parser.capacity() < count || parser.max_depth() != document->most_levels) {
    if (parser.allocate(std::max<size_t>(count, 1 << 16), document->most_levels)) { return false; }
  }
  return !parser.parse_into_document(document->document, bytes, count).error();
}

bool cjson_has_repeated_key(const cjson_document *document) {
  std::vector<std::string_view> keys;
  return has_repeated_key(document->at(cjson_root(document)), keys);
}

cjson_value cjson_root(const cjson_document *) { return 1; }

cjson_kind cjson_kind_of(const cjson_document *document, cjson_value value) {
  switch (document->at(value).tape_ref_type()) {
    case tape_type::START_ARRAY: return cjson_list;
    case tape_type::START_OBJECT: return cjson_object;
    case tape_type::STRING: return cjson_text;
    case tape_type::INT64: return cjson_integer;
    case tape_type::UINT64:
    case tape_type::DOUBLE: return cjson_number;
    case tape_type::TRUE_VALUE:
    case tape_type::FALSE_VALUE: return cjson_boolean;
    default: return cjson_null;
  }
}

bool cjson_boolean_of(const cjson_document *document, cjson_value value) {
  return document->at(value).is_true();
}

int64_t cjson_integer_of(const cjson_document *document, cjson_value value) {
  return document->at(value).next_tape_value<int64_t>();
}

double cjson_number_of(const cjson_document *document, cjson_value value) {
  const auto number = document->at(value);
  switch (number.tape_ref_type()) {
    case tape_type::INT64: return static_cast<double>(number.next_tape_value<int64_t>());
    case tape_type::UINT64: return static_cast<double>(number.next_tape_value<uint64_t>());
    default: return number.next_tape_value<double>();
  }
}

cjson_string cjson_text_of(const cjson_document *document, cjson_value value) {
  const auto text = document->at(value).get_string_view();
  return {reinterpret_cast<const uint8_t *>(text.data()), text.size()};
}

cjson_value cjson_first(const cjson_document *, cjson_value list) { return list + 1; }

cjson_value cjson_next(const cjson_document *document, cjson_value value) {
  return document->at(value).after_element();
}

cjson_value cjson_end(const cjson_document *document, cjson_value list) {
  return document->at(list).after_element() - 1;
}

bool cjson_find(const cjson_document *document, cjson_value object, const uint8_t *key,
                size_t count, cjson_value *found) {
  const std::string_view wanted(reinterpret_cast<const char *>(key), count);
  const size_t end = cjson_end(document, object);
  auto field = document->at(object + 1);
  while (field.json_index < end) {
    const bool is_wanted = field.get_string_view() == wanted;
    field.json_index++;
    if (is_wanted) {
      *found = field.json_index;
      return true;
    }
    field.json_index = field.after_element();
  }
  return false;
}
