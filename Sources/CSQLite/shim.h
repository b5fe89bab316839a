#pragma once
#include <sqlite3.h>

/* sqlite3_db_config is variadic; these options take an int and the address of an int. */
static inline int carnet_sqlite3_db_config(sqlite3 *db, int option, int value) {
    int now = -1;
    int code = sqlite3_db_config(db, option, value, &now);
    return code != SQLITE_OK ? code : (now == value ? SQLITE_OK : SQLITE_ERROR);
}

/* SQLITE_TRANSIENT is a cast that Swift cannot import: SQLite copies what is bound. */
static inline int carnet_sqlite3_bind_text(sqlite3_stmt *statement, int index, const char *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_text64(statement, index, bytes, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}
static inline int carnet_sqlite3_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
    return count == 0 ? sqlite3_bind_zeroblob(statement, index, 0)
                      : sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}
