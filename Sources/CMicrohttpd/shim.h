#pragma once
#include <fcntl.h>
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <linux/filter.h>
#include <microhttpd.h>
#include <sys/socket.h>

/* Swift calls no variadic functions; each of these stands for one use of one. */

static inline struct MHD_Daemon *carnet_mhd_start(
    unsigned int flags, MHD_AcceptPolicyCallback accept_policy, MHD_AccessHandlerCallback handler, void *context,
    const struct MHD_OptionItem *options) {
    return MHD_start_daemon(
        flags, 0, accept_policy, context, handler, context, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

static inline int carnet_mhd_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *information =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return information == 0 ? -1 : information->connect_fd;
}

static inline void *carnet_mhd_socket_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *information =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return information == 0 ? 0 : information->socket_context;
}

static inline const struct sockaddr *carnet_mhd_client_address(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *information =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return information == 0 ? 0 : information->client_addr;
}

/* The TLS session of a connection; null when it has none. */
static inline gnutls_session_t carnet_mhd_tls_session(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *information =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    return information == 0 ? 0 : (gnutls_session_t)information->tls_session;
}

/* Stands for the certificate of a daemon whose connections each get one of their own: without that, no handshake. */
static inline int carnet_no_certificate(
    gnutls_session_t session, const struct gnutls_cert_retr_st *information, gnutls_pcert_st **certificates,
    unsigned int *count, gnutls_ocsp_data_st **answers, unsigned int *answer_count, gnutls_privkey_t *key,
    unsigned int *flags) {
    return -1;
}

static inline struct MHD_OptionItem carnet_mhd_no_certificate(void) {
    struct MHD_OptionItem item = {MHD_OPTION_HTTPS_CERT_CALLBACK2, 0, (void *)carnet_no_certificate};
    return item;
}

/* Octets from the method to the end of the empty line behind the headers. */
static inline size_t carnet_mhd_head_size(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *information =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    return information == 0 ? 0 : information->header_size;
}

/* Accepts without blocking; -1 when nobody waits. */
static inline int carnet_accept(int listener, struct sockaddr *address, socklen_t *size) {
    int socket = accept(listener, address, size);
    if (socket >= 0) {
        fcntl(socket, F_SETFD, FD_CLOEXEC);
        fcntl(socket, F_SETFL, O_NONBLOCK);
    }
    return socket;
}

/* Drops the first packet (SYN) of every new connection to a listening socket. Whoever comes now is refused once the
   socket is closed; without this, the system would go on connecting peers and reset them then. */
static inline int carnet_refuse_handshakes(int listener) {
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 13), /* the flags in the TCP header */
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x02, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, 0),
        BPF_STMT(BPF_RET | BPF_K, 0xFFFFFFFF),
    };
    struct sock_fprog program = {sizeof code / sizeof code[0], code};
    return setsockopt(listener, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}
