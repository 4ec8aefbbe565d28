// The header of simdjson is C++, so that only the target CJSON includes it.
