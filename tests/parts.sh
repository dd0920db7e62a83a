#!/bin/sh
# Brings the parts of Debian that tests need: a browser, PostgreSQL with PostGIS, node and npm. Called by `make test`.
# Where it may not install them it says which are missing; tests that need them are then skipped, or with
# OPENHUB_REQUIRE_ALL set this ends with 1.
set -u

has_chromium() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null; }
has_postgis() {
  for file in /usr/share/postgresql/*/extension/postgis.control; do
    version=${file#/usr/share/postgresql/}
    [ -x "/usr/lib/postgresql/${version%%/*}/bin/postgres" ] && [ -e "$file" ] && return
  done
  return 1
}
has_nodejs() { command -v node >/dev/null; }
has_npm() { command -v npm >/dev/null; }

missing() {
  for part in chromium postgis nodejs npm; do
    "has_$part" || printf '%s ' "$part"
  done
}

# PostGIS is packaged for one version of PostgreSQL: the one that is here, else the newest there is.
postgis_package() {
  packages=$(apt-cache search --names-only '^postgresql-[0-9]+-postgis-3$' | cut -d ' ' -f 1 | sort -t - -k 2 -n)
  for server in /usr/lib/postgresql/*/bin/postgres; do
    version=${server#/usr/lib/postgresql/}
    printf '%s\n' "$packages" | grep -x "postgresql-${version%%/*}-postgis-3" && return
  done
  printf '%s\n' "$packages" | tail -n 1
}

install() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get -qq -o DPkg::Lock::Timeout=300 update || return
  packages=
  for part; do
    case $part in postgis) packages="$packages $(postgis_package)" ;; *) packages="$packages $part" ;; esac
  done
  echo "Installing for the tests:$packages …"
  # shellcheck disable=SC2086 # one word for each package
  apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 install --yes --no-install-recommends $packages >/dev/null
}

wanted=$(missing)
[ -z "$wanted" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  # shellcheck disable=SC2086 # one word for each part
  install $wanted || echo "Not everything could be installed." >&2
fi

wanted=$(missing)
[ -z "$wanted" ] && exit 0
echo "Not on this machine: $wanted" >&2
if [ -n "${OPENHUB_REQUIRE_ALL:-}" ]; then
  echo "OPENHUB_REQUIRE_ALL is set, so tests cannot be skipped for want of them. Install them, and try again." >&2
  exit 1
fi
echo "Tests that need them are skipped." >&2
