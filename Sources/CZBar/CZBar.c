#include "CZBar.h"

#include <dlfcn.h>
#include <pthread.h>

static struct carnet_zbar table;
static int is_loaded;

static void load(void) {
    static const struct {
        const char *name;
        void *place;
    } functions[] = {
        {"zbar_image_scanner_create", &table.scanner_create},
        {"zbar_image_scanner_destroy", &table.scanner_destroy},
        {"zbar_image_scanner_set_config", &table.scanner_set_config},
        {"zbar_scan_image", &table.scan},
        {"zbar_image_create", &table.image_create},
        {"zbar_image_destroy", &table.image_destroy},
        {"zbar_image_set_format", &table.image_set_format},
        {"zbar_image_set_size", &table.image_set_size},
        {"zbar_image_set_data", &table.image_set_data},
        {"zbar_image_first_symbol", &table.first_symbol},
        {"zbar_symbol_next", &table.next_symbol},
        {"zbar_symbol_get_data", &table.symbol_data},
        {"zbar_symbol_get_data_length", &table.symbol_data_length},
    };
    void *library = dlopen("libzbar.so.0", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return;
    for (unsigned i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        void *found = dlsym(library, functions[i].name);
        if (found == NULL) return;
        *(void **)functions[i].place = found;
    }
    is_loaded = 1;
}

const struct carnet_zbar *carnet_zbar_loaded(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return is_loaded ? &table : NULL;
}
