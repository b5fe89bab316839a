#!/bin/sh
# Makes the certificates of this folder anew; needs the openssl command. They are valid for a hundred years, but for
# expired.pem, which ended in 2021.
set -eu
key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null; }
key authority.key
openssl req -new -x509 -key authority.key -subj "/CN=Carnet test authority" -days 36500 -out authority.pem \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign
key server.key
key stranger.key
leaf() {
    openssl req -new -key server.key -subj "/CN=$1" -out request.tmp
    printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth\n' "$2" > extensions.tmp
    mkdir -p database.tmp && : > database.tmp/index && echo 01 > database.tmp/serial
    openssl ca -batch -notext -in request.tmp -out "$1.pem" -cert authority.pem -keyfile authority.key -md sha256 \
        -startdate "$3" -enddate "$4" -extfile extensions.tmp -config configuration.tmp 2>/dev/null
}
cat > configuration.tmp <<'C'
[ca]
default_ca = authority
[authority]
database = database.tmp/index
serial = database.tmp/serial
new_certs_dir = database.tmp
rand_serial = yes
policy = any
[any]
commonName = supplied
C
leaf good "IP:127.0.0.1,DNS:localhost" 20240101000000Z 21230101000000Z
leaf other "DNS:other.example" 20240101000000Z 21230101000000Z
leaf expired "IP:127.0.0.1,DNS:localhost" 20200101000000Z 20210101000000Z
rm -rf authority.key ./*.tmp
