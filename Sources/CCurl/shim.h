#pragma once
#include <curl/curl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

/* libcurl is not linked but loaded when it is first needed (docs/adr/0003), so its functions arrive as pointers.
   Swift calls no variadic functions; each of these stands for one use of one. */

static inline CURLcode carnet_curl_set_number(void *setopt, CURL *handle, CURLoption option, long value) {
    return ((CURLcode(*)(CURL *, CURLoption, ...))setopt)(handle, option, value);
}

static inline CURLcode carnet_curl_set_size(void *setopt, CURL *handle, CURLoption option, long long value) {
    return ((CURLcode(*)(CURL *, CURLoption, ...))setopt)(handle, option, (curl_off_t)value);
}

static inline CURLcode carnet_curl_set_pointer(void *setopt, CURL *handle, CURLoption option, const void *value) {
    return ((CURLcode(*)(CURL *, CURLoption, ...))setopt)(handle, option, value);
}

static inline CURLcode carnet_curl_set_receiver(void *setopt, CURL *handle, CURLoption option, curl_write_callback value) {
    return ((CURLcode(*)(CURL *, CURLoption, ...))setopt)(handle, option, value);
}

static inline CURLcode carnet_curl_set_opener(void *setopt, CURL *handle, curl_opensocket_callback value) {
    return ((CURLcode(*)(CURL *, CURLoption, ...))setopt)(handle, CURLOPT_OPENSOCKETFUNCTION, value);
}

static inline long carnet_curl_number(void *getinfo, CURL *handle, CURLINFO information) {
    long value = 0;
    ((CURLcode(*)(CURL *, CURLINFO, ...))getinfo)(handle, information, &value);
    return value;
}

/* Writes the 4 or 16 octets of an address and returns their number, 0 for another family. */
static inline int carnet_octets(const struct sockaddr *address, unsigned char *octets) {
    switch (address->sa_family) {
    case AF_INET: memcpy(octets, &((const struct sockaddr_in *)address)->sin_addr, 4); return 4;
    case AF_INET6: memcpy(octets, &((const struct sockaddr_in6 *)address)->sin6_addr, 16); return 16;
    default: return 0;
    }
}

static inline const struct sockaddr *carnet_curl_address(const struct curl_sockaddr *address) {
    return (const struct sockaddr *)&address->addr;
}
