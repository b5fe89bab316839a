#pragma once
#include <zbar.h>

/// The functions of libzbar that reading a picture needs.
///
/// The library is loaded when the first picture is read, not when the program starts: it brings twenty others (video,
/// D-Bus, JPEG), which would cost every start of a command some milliseconds.
struct carnet_zbar {
    __typeof__(zbar_image_scanner_create) *_Nonnull scanner_create;
    __typeof__(zbar_image_scanner_destroy) *_Nonnull scanner_destroy;
    __typeof__(zbar_image_scanner_set_config) *_Nonnull scanner_set_config;
    __typeof__(zbar_scan_image) *_Nonnull scan;
    __typeof__(zbar_image_create) *_Nonnull image_create;
    __typeof__(zbar_image_destroy) *_Nonnull image_destroy;
    __typeof__(zbar_image_set_format) *_Nonnull image_set_format;
    __typeof__(zbar_image_set_size) *_Nonnull image_set_size;
    __typeof__(zbar_image_set_data) *_Nonnull image_set_data;
    __typeof__(zbar_image_first_symbol) *_Nonnull first_symbol;
    __typeof__(zbar_symbol_next) *_Nonnull next_symbol;
    __typeof__(zbar_symbol_get_data) *_Nonnull symbol_data;
    __typeof__(zbar_symbol_get_data_length) *_Nonnull symbol_data_length;
};

/// Loads the library once; NULL when it is not installed or lacks a function.
const struct carnet_zbar *_Nullable carnet_zbar_loaded(void);
