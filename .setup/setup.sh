# What ./run and ./check share: words, packages, tools, Dear ImGui, configure and build. Sourced by bash, never run.
# The caller sets $root (the source tree) and $lang (id or en). Every failure is said with what to do, then exit 1.

log_dir=$root/build/log
root_prefix=()
# Without a home that can be written, ccache and Dear ImGui are kept in the tree's own (ignored) .cache.
mkdir -p "${XDG_CACHE_HOME:-${HOME:-}/.cache}/anjungan" 2>/dev/null || export XDG_CACHE_HOME=$root/.cache

say() { # indonesian, english
  if [ "$lang" = en ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi
}

die() { # indonesian, english
  say "$1" "$2" >&2
  exit 1
}

stopped() { # by a signal: what was done stays, so the next run goes on from there
  trap - INT TERM HUP
  allow_services
  die "Dihentikan. Yang sudah selesai tetap tersimpan; jalankan perintah yang sama untuk melanjutkan." \
    "Stopped. What was done is kept; run the same command to go on."
}

log_tail() { # file: its last lines, indented
  [ -s "$1" ] && tail -n 15 "$1" | sed 's/^/    /' >&2
  return 0
}

packages_of() { # run|test...: the names in .setup/packages
  local list
  for list in "$@"; do
    awk -v list="$list" '$1 == list { for (i = 2; i <= NF; i++) print $i }' "$root/.setup/packages"
  done
}

missing_of() { # names: those that are not installed whole
  local name
  for name in "$@"; do
    dpkg-query -W -f '${db:Status-Abbrev}' "$name" 2>/dev/null | grep -q '^[hi]i ' || printf '%s\n' "$name"
  done
}

# How to become root: `root_prefix` is empty for root, sudo where it asks nothing, or where someone can answer.
become_root() {
  [ "$(id -u)" = 0 ] && return
  command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }; } || return 1
  root_prefix=(sudo)
  [ -t 0 ] || root_prefix=(sudo -n)
}

need_root() { # names of the missing packages
  become_root && return
  die "Paket belum terpasang dan hak root tidak ada. Jalankan sebagai root, lalu ulangi perintah ini:
  apt-get update && apt-get install -y --no-install-recommends $*" \
    "Packages are missing and this user is not root. Run this as root, then repeat the command:
  apt-get update && apt-get install -y --no-install-recommends $*"
}

# Into the log goes the command alone, never a function: what a trap says during it must be seen.
as_root() { "${root_prefix[@]}" env DEBIAN_FRONTEND=noninteractive "$@" </dev/null >>"$log_dir/apt.log" 2>&1; }

apt() { as_root apt-get -q -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 "$@"; }

# Some packages come with a server and would start it. A policy of our own forbids that while we install, unless the
# machine has one already. What a killed run left is known by the policy's second line and by the list of names.
policy=/usr/sbin/policy-rc.d
policy_mark='# anjungan: no service starts while packages are installed'
installing=$log_dir/installing
our_policy() { [ -e "$policy" ] && grep -qxF "$policy_mark" "$policy"; }
left_over() { our_policy || [ -s "$installing" ]; }
forbid_services() { # names
  printf '%s\n' "$@" >>"$installing"
  if [ -e "$policy" ] && ! our_policy; then return; fi
  printf '#!/bin/sh\n%s\nexit 101\n' "$policy_mark" | "${root_prefix[@]}" tee "$policy" >/dev/null
  "${root_prefix[@]}" chmod 755 "$policy"
}
allow_services() { # the others': ours stay off
  if [ "$(id -u)" != 0 ] && [ ${#root_prefix[@]} -eq 0 ]; then return; fi
  if [ -s "$installing" ]; then rest_services $(cat "$installing"); fi
  rm -f "$installing"
  if our_policy; then "${root_prefix[@]}" rm -f "$policy"; fi
}

# The servers among freshly installed packages stay off at the next start of the machine too.
rest_services() { # names
  local unit files
  files=$(dpkg-query -L "$@" 2>/dev/null)
  for unit in $(sed -n 's|^\(/usr\)\?/lib/systemd/system/\([^@/]*\.service\)$|\2|p' <<<"$files"); do
    as_root DPKG_MAINTSCRIPT_PACKAGE=anjungan deb-systemd-helper disable "$unit"
  done
  for unit in $(sed -n 's|^/etc/init\.d/||p' <<<"$files"); do
    as_root update-rc.d "$unit" disable
  done
}

# With one list or more: installs what is missing, and nothing else. Asks nothing.
install_packages() {
  local missing
  command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
    die "Perlu Debian 12 atau yang lebih baru: apt-get tidak ada di sini." \
      "Debian 12 or later is needed: there is no apt-get here."
  mapfile -t missing < <(missing_of $(packages_of "$@"))
  if [ ${#missing[@]} -eq 0 ]; then
    if left_over && become_root; then allow_services; fi
    return
  fi
  need_root "${missing[@]}"
  mkdir -p "$log_dir"
  : >"$log_dir/apt.log"
  say "Memasang ${#missing[@]} paket Debian (catatan: build/log/apt.log) ..." \
    "Installing ${#missing[@]} Debian packages (log: build/log/apt.log) ..."
  forbid_services "${missing[@]}"
  # A run that was killed may have left packages unpacked but not set up.
  [ -z "$(dpkg --audit 2>/dev/null)" ] || as_root dpkg --configure -a --force-confold
  if ! apt --simulate --no-install-recommends install "${missing[@]}" ||
    ! apt --no-install-recommends install "${missing[@]}"; then
    # A source that cannot be read matters only where what we need comes from it.
    apt -o APT::Update::Error-Mode=any update || apt --simulate --no-install-recommends install "${missing[@]}" ||
      install_failed "${missing[@]}"
    apt --fix-broken --no-install-recommends install || install_failed "${missing[@]}"
    apt --no-install-recommends install "${missing[@]}" || install_failed "${missing[@]}"
  fi
  allow_services
  mapfile -t missing < <(missing_of "${missing[@]}")
  [ ${#missing[@]} -eq 0 ] || install_failed "${missing[@]}"
}

install_failed() { # names
  allow_services
  awk '(/^(E: |dpkg: error)/ || more) && !/Unable to locate|installation candidate/ && !seen[$0]++
    { more = /^dpkg: error/ }' "$log_dir/apt.log" | tail -n 12 | sed 's/^/    /' >&2
  die "Paket Debian gagal dipasang (lihat di atas; lengkapnya di build/log/apt.log).
Periksa jaringan dan sumber apt, lalu jalankan perintah yang sama; atau sebagai root:
  apt-get update && apt-get install -y --no-install-recommends $*" \
    "Debian packages could not be installed (see above; all of it in build/log/apt.log).
Check the network and apt's sources, then run the same command; or as root:
  apt-get update && apt-get install -y --no-install-recommends $*"
}

at_least() { # wanted, had
  [ -n "$2" ] && [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

# Versions of the tools; those of the libraries are checked by CMake.
check_tools() {
  local have
  have=$(cmake --version 2>/dev/null | sed -n '1s/.* //p')
  at_least 3.25 "$have" ||
    die "Perlu cmake 3.25 atau yang lebih baru; di sini: ${have:-tidak ada}." \
      "cmake 3.25 or later is needed; here: ${have:-none}."
  have=$(${CXX:-g++} -dumpfullversion -dumpversion 2>/dev/null)
  at_least 12 "$have" ||
    die "Perlu g++ 12 atau yang lebih baru; di sini: ${have:-tidak ada}." \
      "g++ 12 or later is needed; here: ${have:-none}."
}

find_imgui() { # sets $imgui_dir
  imgui_dir=$("$root/.setup/imgui.sh") && return
  die "Kode sumber Dear ImGui gagal diambil dari arsip Debian (lihat di atas). Periksa jaringan lalu jalankan perintah
yang sama, atau sebutkan salinan yang sudah dibuka dengan ANJUNGAN_IMGUI=/folder/imgui." \
    "Dear ImGui's source could not be fetched from Debian's archive (see above). Check the network and run the same
command, or name an unpacked copy with ANJUNGAN_IMGUI=/folder/imgui."
}

# Configures a preset into a folder; again only costs a second. More options are CMake's.
configure() { # preset, folder, options...
  local preset=$1 folder=$2
  shift 2
  mkdir -p "$log_dir"
  # A tree that was moved or copied starts anew.
  grep -qsxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt" || rm -rf "$folder"/CMake{Cache.txt,Files}
  if ! cmake -C "$root/.setup/presets/$preset.cmake" -S "$root" -B "$folder" -G Ninja "-DIMGUI_DIR=$imgui_dir" "$@" \
    >"$log_dir/configure-$preset.log" 2>&1; then
    log_tail "$log_dir/configure-$preset.log"
    say "Penyiapan build ($preset) gagal (lihat di atas; lengkapnya di build/log/configure-$preset.log)." \
      "Configuring the $preset build failed (see above; all of it in build/log/configure-$preset.log)." >&2
    return 1
  fi
}

build() { # preset, folder, target: shows progress on a terminal, the faults anywhere
  say "Membangun $3 ($1) ..." "Building $3 ($1) ..."
  if [ -t 1 ]; then
    cmake --build "$2" --target "$3" && return
  else
    cmake --build "$2" --target "$3" >"$log_dir/build-$1.log" 2>&1 && return
    grep -E -A 2 '(error|fatal error): |^FAILED|undefined reference|No space' "$log_dir/build-$1.log" |
      grep -v '/ccache ' | head -n 25 | cut -c 1-200 | sed 's/^/    /' >&2
  fi
  say "Build ($1) gagal: lihat di atas. Yang sudah jadi tetap tersimpan; perbaiki lalu jalankan perintah yang sama." \
    "The $1 build failed: see above. What was built is kept; mend it and run the same command." >&2
  return 1
}

make_package() { # folder: a Debian package of what was built there
  local file
  build release "$1" package_docs || return 1
  say "Membuat paket Debian ..." "Making the Debian package ..."
  rm -f "$1"/anjungan_*.deb
  if ! (cd "$1" && cpack -G DEB) >"$log_dir/package.log" 2>&1; then
    log_tail "$log_dir/package.log"
    say "Paket gagal dibuat (lihat di atas; lengkapnya di build/log/package.log)." \
      "The package could not be made (see above; all of it in build/log/package.log)." >&2
    return 1
  fi
  file=$(cd "$1" && ls anjungan_*.deb)
  say "Selesai: build/$file. Memasangnya: sudo apt install ./build/$file" \
    "Done: build/$file. To install it: sudo apt install ./build/$file"
}
