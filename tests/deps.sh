#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs what building and testing need and is not here yet, and does nothing when all of it is.
# Further package names may follow as arguments.
set -eu

needs='g++ 4:12
cmake 3.25
ninja-build 1.10
libcli11-dev 2.1
libfmt-dev 9.1
rapidjson-dev 1.1
libtomlplusplus-dev 3.3
doctest-dev 2.4.9~
python3 3.9
jq 1.6'
for package in "$@"; do
  needs="$needs
$package 0"
done

if ! command -v dpkg-query >/dev/null 2>&1; then
  for tool in cmake ninja c++ python3; do
    command -v "$tool" >/dev/null 2>&1 && continue
    echo "ketadose: $tool is missing. Needed: a C++20 compiler, CMake 3.25, Ninja, Python 3," >&2
    echo "and the libraries CLI11, fmt, RapidJSON, toml++ and doctest." >&2
    exit 69
  done
  exit 0
fi

# Prints "name (>= version), ..." of what is absent or too old.
missing() {
  printf '%s\n' "$needs" | while read -r name version; do
    # shellcheck disable=SC2016  # the braces are dpkg-query's
    have=$(dpkg-query -W -f='${db:Status-Status} ${Version}' "$name" 2>/dev/null) || have=
    case $have in
      'installed '*) dpkg --compare-versions "${have#installed }" ge "$version" 2>/dev/null && continue ;;
    esac
    printf '%s (>= %s), ' "$name" "$version"
  done
}

wanted=$(missing)
[ -n "$wanted" ] || exit 0
wanted=${wanted%, }

as_root=
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    echo "ketadose: some packages are missing. As root:" >&2
    echo "  apt-get update && apt-get satisfy '$wanted'" >&2
    exit 69
  fi
  as_root=sudo
fi

echo "Installing: $wanted"
$as_root apt-get update -qq >/dev/null ||
  echo "ketadose: the package lists could not be refreshed; trying those that are here" >&2
$as_root env DEBIAN_FRONTEND=noninteractive \
  apt-get satisfy -y -qq --no-install-recommends "$wanted" >/dev/null
