#!/usr/bin/env bash
# Builds the image and tries it, without a registry of images: the base that the Dockerfile names is made of Debian and of the
# Node of this checkout. Needs Linux, root, and what apt-get and npm here are set up to reach. Where that is impossible it says NOT CHECKED and
# why, and ends with 0; an image that does not build, or does not do what docs/image.md promises, ends with 1.
#   TRUEUP_IMAGE_CACHE   a folder that keeps the base of Debian for the next time (default: none is kept)
set -euo pipefail

readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly checkout=$(cd "$here/../.." && pwd)
readonly tag=trueup:$(node -p 'require("'"$checkout"'/package.json").version')
# Without the digest: what is made here is another image, and cannot have it.
readonly base=$(sed -n 's/^ARG BASE=\([^@]*\)@.*$/\1/p' "$checkout/Dockerfile")
readonly suite=bookworm

not_checked() {
  printf 'NOT CHECKED: the image: %s\n' "$*"
  exit 0
}

fail() {
  printf 'FAILED: the image: %s\n' "$*" >&2
  exit 1
}

# Output of what works is of no interest.
quietly() {
  local log
  log=$(mktemp -p "$work")
  "$@" >"$log" 2>&1 || {
    local code=$?
    tail -n 40 "$log" >&2
    return "$code"
  }
}

# Storage of its own, which is gone afterwards, and no part of the machine's.
in_storage() {
  buildah --storage-driver vfs --root "$work/storage" --runroot "$work/run" "$@"
}

install_tools() {
  local missing=()
  command -v buildah >/dev/null || missing+=(buildah)
  command -v debootstrap >/dev/null || missing+=(debootstrap)
  ((${#missing[@]} == 0)) && return
  command -v apt-get >/dev/null || not_checked "there is no ${missing[*]}, and no apt-get to install it with"
  if ! { quietly apt-get update && quietly env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; }; then
    not_checked "${missing[*]} cannot be installed with apt-get"
  fi
}

# What apt here takes Debian from; nothing where there is no apt, or it takes it from nowhere.
mirror() {
  command -v apt-get >/dev/null || return 0
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $suite" 'Component: main' | head -n 1
}

make_debian() {
  local kept=${TRUEUP_IMAGE_CACHE:+$TRUEUP_IMAGE_CACHE/$suite-$(dpkg --print-architecture).tar}
  mkdir "$work/debian"
  if [[ -n $kept && -f $kept ]]; then
    tar -C "$work/debian" -xf "$kept"
    return
  fi
  local from
  from=$(mirror)
  [[ -n $from ]] || not_checked "there is no apt-get here that knows a mirror of Debian $suite"
  quietly debootstrap --variant=minbase "$suite" "$work/debian" "$from" || not_checked "debootstrap does not work here"
  if [[ -n $kept ]]; then
    mkdir -p "$TRUEUP_IMAGE_CACHE"
    tar -C "$work/debian" -cf "$kept.part" . && mv "$kept.part" "$kept"
  fi
}

# Stands in for the image of that name: the same Node, with npm, on Debian, which takes packages from where this machine does.
make_base() {
  make_debian
  local root=$work/debian npm
  npm=$(dirname "$(dirname "$(realpath "$(command -v npm)")")")
  install -D "$checkout/node_modules/node/bin/node" "$root/usr/local/bin/node"
  mkdir -p "$root/usr/local/lib/node_modules"
  cp -rL "$npm" "$root/usr/local/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
  local container
  container=$(in_storage from scratch)
  in_storage add --quiet "$container" "$root" / >/dev/null
  in_storage commit --quiet --rm "$container" "$base" >/dev/null
  rm -rf "$root"
}

# npm's settings go in as the secret that the Dockerfile offers, with the certificates that this machine trusts.
build() {
  local authorities=/etc/ssl/certs/ca-certificates.crt
  {
    cat "$(npm config get userconfig)" 2>/dev/null || true
    [[ ! -f $authorities ]] || printf '\ncafile=/run/authorities.crt\n'
  } >"$work/npmrc"
  local volumes=()
  [[ ! -f $authorities ]] || volumes+=(--volume "$authorities:/run/authorities.crt:ro")
  in_storage build --isolation chroot --format docker --pull-never "${volumes[@]}" \
    --secret "id=npmrc,src=$work/npmrc" --build-arg "BASE=$base" --build-arg REVISION=trial --tag "$tag" "$checkout"
}

[[ $(uname -s) == Linux ]] || not_checked "it is built on Linux only"
((EUID == 0)) || not_checked "building it needs root here"
unshare --mount --pid --fork sh -c 'mount -t tmpfs none /mnt && chroot / true' 2>/dev/null || not_checked "mount and chroot are forbidden here"
[[ -x $checkout/node_modules/node/bin/node ]] || not_checked "the package \`node\` is not installed; run npm ci"

work=$(mktemp -d -t trueup-image-XXXXXX)
trap 'rm -rf "$work"' EXIT

install_tools
echo "the base: $base, of Debian $suite and the Node of this checkout"
make_base
echo "building $tag"
quietly build || fail "it does not build"
container=$(in_storage from --pull-never "$tag")
root=$(in_storage mount "$container")
in_storage inspect --type image "$tag" >"$work/image.json"
printf 'built: %s MB\n' "$(du -sm --apparent-size "$root" | cut -f1)"
"$here/trial.sh" "$root" "$work/image.json" || fail "the trial"
