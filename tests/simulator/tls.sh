#!/bin/sh
# Makes a throw-away certificate authority and a certificate for this machine:
#   tls.sh FOLDER
# writes ca.pem (to trust), cert.pem and key.pem (to serve), valid for two days.
set -eu

folder=${1:?usage: tls.sh FOLDER}
command -v openssl >/dev/null || { echo "tls.sh: openssl is missing; apt-get install openssl" >&2; exit 1; }
mkdir -p "$folder"
cd "$folder"
umask 077

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=throw-away authority" \
  -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign" \
  -keyout ca-key.pem -out ca.pem 2>openssl.log
openssl req -newkey rsa:2048 -nodes -subj "/CN=localhost" -keyout key.pem -out request.pem 2>>openssl.log
printf '%s\n' "subjectAltName=DNS:localhost,IP:127.0.0.1" "extendedKeyUsage=serverAuth" >extensions.cnf
openssl x509 -req -days 2 -in request.pem -CA ca.pem -CAkey ca-key.pem -CAcreateserial -extfile extensions.cnf \
  -out cert.pem 2>>openssl.log
rm -f request.pem extensions.cnf ca.srl ca-key.pem
