#pragma once
#include <sodium.h>
#include <sys/prctl.h>

// prctl is variadic, which Swift cannot call.
static inline int carnet_forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
static inline int carnet_allows_dumps(void) { return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0); }
