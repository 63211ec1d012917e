#!/bin/sh
# Makes the secrets that compose.yaml mounts, in docker/secrets. What is there already stays, so it is safe to run again.
# The directory is readable by you alone; the files in it are readable by the users inside the containers.
set -eu
cd "$(dirname "$0")"
umask 022
mkdir -p secrets
chmod 700 secrets
cd secrets

make() {
  [ -s "$1" ] || $2 > "$1"
}
make kek 'openssl rand -base64 32'
for name in owner-password pg-password clickhouse-password nats-admin-password nats-gateway-password nats-ingest-password; do
  make "$name" 'openssl rand -hex 24'
done

# NATS reads its passwords from one file, in its own form.
for role in ADMIN GATEWAY INGEST; do
  printf '%s_PASSWORD: "%s"\n' "$role" "$(cat "nats-$(echo "$role" | tr A-Z a-z)-password")"
done > nats-passwords.conf
echo "docker/secrets holds $(ls | wc -l) files. Keep a copy of docker/secrets/kek: without it stored provider secrets are lost."
