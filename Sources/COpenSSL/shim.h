#pragma once
// The functions on keys and hash states that do no look-up by name are marked as deprecated in 3.0; docs/adr/0002 says why
// they are used all the same.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

// GENERAL_NAMES_free takes a stack whose type is a macro.
static inline void carnet_general_names_free(OPENSSL_STACK *names) {
    GENERAL_NAMES_free((GENERAL_NAMES *)names);
}

// Stacks of certificates, whose functions are macros.
static inline OPENSSL_STACK *carnet_certificates_new(void) { return OPENSSL_sk_new_null(); }
static inline int carnet_certificates_push(OPENSSL_STACK *stack, X509 *certificate) {
    return OPENSSL_sk_push(stack, certificate);
}
static inline void carnet_certificates_free(OPENSSL_STACK *stack) { OPENSSL_sk_free(stack); }
static inline int carnet_verification_init(
    X509_STORE_CTX *context, X509_STORE *store, X509 *leaf, OPENSSL_STACK *untrusted) {
    return X509_STORE_CTX_init(context, store, leaf, (STACK_OF(X509) *)untrusted);
}
static inline int carnet_verified_count(X509_STORE_CTX *context) {
    return sk_X509_num(X509_STORE_CTX_get0_chain(context));
}
static inline X509 *carnet_verified_certificate(X509_STORE_CTX *context, int index) {
    return sk_X509_value(X509_STORE_CTX_get0_chain(context), index);
}
