#pragma once
#include <png.h>

static const png_uint_32 carnet_png_grey = PNG_FORMAT_GRAY;
static const png_uint_32 carnet_png_version = PNG_IMAGE_VERSION;
