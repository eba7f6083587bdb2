#!/usr/bin/env bash
# Prints the folder of Dear ImGui's source, 1.92 or later, fetched from Debian's source archive if it is not there yet.
# The archive's address is the machine's own; its sources are left as they are. $ANJUNGAN_IMGUI names an unpacked copy.
set -euo pipefail

wanted=1.92
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/anjungan

good() { # folder: has it the version we want?
  [ -f "$1/imgui.h" ] || return 1
  local have
  have=$(sed -n 's/^#define IMGUI_VERSION *"\([0-9.]*\).*/\1/p' "$1/imgui.h")
  [ "$(printf '%s\n%s\n' "$wanted" "$have" | sort -V | head -n 1)" = "$wanted" ]
}

if [ -n "${ANJUNGAN_IMGUI:-}" ]; then
  good "$ANJUNGAN_IMGUI" || { echo "ANJUNGAN_IMGUI=$ANJUNGAN_IMGUI: no Dear ImGui $wanted or later there" >&2; exit 1; }
  echo "$ANJUNGAN_IMGUI"
  exit
fi
if good "$cache/imgui"; then
  echo "$cache/imgui"
  exit
fi

mkdir -p "$cache"
work=$(mktemp -d "$cache/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{state/lists/partial,cache/archives/partial,parts,source}
: >"$work/status"
options=(-o "Dir::State=$work/state" -o "Dir::State::lists=$work/state/lists" -o "Dir::State::status=$work/status"
  -o "Dir::Cache=$work/cache" -o "APT::Update::Error-Mode=any" -o "APT::Sandbox::User=root")
archive() { # options of apt-get: the address of Debian's main archive among the machine's sources
  apt-get "$@" indextargets --format '$(REPO_URI)|$(ORIGIN)|$(LABEL)|$(COMPONENT)' 'Created-By: Packages' |
    awk -F'|' '$2 == "Debian" && $3 == "Debian" && $4 == "main" && !found { print $1; found = 1 }'
}
uri=$(archive)
if [ -z "$uri" ]; then # the machine has no lists yet: read its sources into our own
  apt-get "${options[@]}" -q update >"$work/log" 2>&1 || true
  uri=$(archive "${options[@]}")
fi
if [ -z "$uri" ]; then
  tail -n 5 "$work/log" >&2
  echo "no Debian archive among this machine's apt sources: check them and the network, and run this again" >&2
  exit 1
fi

options+=(-o "Dir::Etc::sourcelist=$work/sources.list" -o "Dir::Etc::sourceparts=$work/parts")
for suite in forky sid; do
  echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri $suite main" >"$work/sources.list"
  if apt-get "${options[@]}" -q update >"$work/log" 2>&1 &&
    (cd "$work/source" && apt-get "${options[@]}" -q source --only-source --download-only imgui >>"$work/log" 2>&1 &&
      dpkg-source --no-check -x ./*.dsc "$work/unpacked" >>"$work/log" 2>&1) && good "$work/unpacked"; then
    rm -rf "$cache/imgui"
    mv "$work/unpacked" "$cache/imgui"
    echo "Dear ImGui $(sed -n 's/^#define IMGUI_VERSION *"\(.*\)"/\1/p' "$cache/imgui/imgui.h") from $suite" >&2
    echo "$cache/imgui"
    exit
  fi
  rm -rf "$work/unpacked" "$work/source"/*
done
tail -n 5 "$work/log" >&2
echo "Dear ImGui's source could not be fetched: check the network and run this again, or set ANJUNGAN_IMGUI to an unpacked copy" >&2
exit 1
