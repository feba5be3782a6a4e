#!/usr/bin/env bash
# Tries an unpacked image as a hardened container would run it: its own user without any right, a read-only root, a
# volume for state. Called by build.sh, as root: trial.sh ROOT CONFIGURATION.json
set -euo pipefail

# Mounts are seen by this process and its children only, and go with them.
if [[ ${TRIAL_UNSHARED:-} != yes ]]; then
  TRIAL_UNSHARED=yes exec unshare --mount --propagation private "$0" "$@"
fi

readonly root=$1 configuration=$2
readonly volume=/var/lib/trueup
readonly store=$volume/store.db
work=$(mktemp -d -t trueup-trial-XXXXXX)
last_started=
problems=0

# The values of a setting of the image, a line each.
configured() {
  node -e '
    const { config } = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8")).Docker;
    for (const value of [config[process.argv[2]]].flat()) console.log(value.Test?.slice(1).join("\n") ?? value);
  ' "$configuration" "$1"
}
mapfile -t entrypoint < <(configured Entrypoint)
mapfile -t command < <(configured Cmd)
mapfile -t environment < <(configured Env)
mapfile -t healthcheck < <(configured Healthcheck)
user=$(configured User)
folder=$(configured WorkingDir)
readonly user folder

# The first process of each that was started: the rest of it ends with it. The subshell alone would leave it running.
end() {
  local started
  for started in "$work"/*.pid; do
    [[ ! -f $started ]] || kill -KILL "$(<"$started")" 2>/dev/null || true
  done
  wait 2>/dev/null || true
  umount --recursive "$root" 2>/dev/null || true
  rm -rf "$work"
}
trap end EXIT

mount_image() {
  mount --bind "$root" "$root"
  mount -t tmpfs tmpfs "$root/dev"
  local device
  for device in null zero random urandom; do
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
  done
  mkdir "$work/volume" "$work/home"
  chown "$user" "$work/volume" "$work/home"
  mount --bind "$work/volume" "$root$volume"
  mount -o remount,bind,ro "$root"
}

# A process in the image: in_image PROGRAM ARGUMENT…, as process 1 of its own. Its number outside goes to $work/pid.
in_image() {
  unshare --pid --mount --fork --kill-child -- bash -c '
    root=$1 folder=$2 user=$3 pid_file=$4; shift 4
    read -r pid _ </proc/self/stat && echo "$pid" >"$pid_file"
    mount -t proc proc "$root/proc"
    exec chroot "$root" /usr/bin/env -C "$folder" setpriv --reuid "${user%:*}" --regid "${user#*:}" --clear-groups \
      --no-new-privs --bounding-set=-all --inh-caps=-all -- env -i "$@"
  ' in_image "$root" "$folder" "$user" "$work/pid" "${environment[@]}" "${variables[@]}" "$@"
}

trueup() {
  in_image "${entrypoint[@]}" "$@"
}

# expect WHAT EXIT_CODE PATTERN COMMAND…: the command ends so, and says that; an empty pattern asks for no words.
expect() {
  local what=$1 wanted=$2 pattern=$3 code=0
  shift 3
  "$@" >"$work/said" 2>&1 || code=$?
  if ((code == wanted)) && { [[ -z $pattern ]] || grep -Eq -- "$pattern" "$work/said"; }; then
    printf 'good  %s\n' "$what"
    return
  fi
  problems=$((problems + 1))
  printf 'WRONG %s: exit code %d, not %d, or it does not say "%s":\n' "$what" "$code" "$wanted" "$pattern"
  tail -n 15 "$work/said" | sed 's/^/      /'
}

# started NAME PATTERN COMMAND…: begins in the background, and is there when it has said that.
started() {
  local name=$1 pattern=$2 _
  shift 2
  "$@" >"$work/$name" 2>&1 &
  last_started=$!
  for _ in {1..1800}; do
    grep -Eqs "$pattern" "$work/$name" && cp "$work/pid" "$work/$name.pid" && return
    sleep 0.1
  done
  ! kill -0 "$last_started" 2>/dev/null || cp "$work/pid" "$work/$name.pid"
  echo "$name did not start:"
  cat "$work/$name"
  exit 1
}

start_sandbox() {
  started sandbox 'answers at' trueup sandbox "/app/examples/$1/tenant.yaml" --limits-scale 20
  variables=("TRUEUP_GRAPH_URL=$(grep -o 'http://127[^ ]*' "$work/sandbox" | head -n 1)" TRUEUP_ACCESS_TOKEN=sandbox-token "TRUEUP_STORE=$store")
}

# Asks with the image's own health check, beside the process it is about.
health_of() {
  local pid
  pid=$(<"$work/$1.pid")
  nsenter --target "$pid" --mount --pid --root --wd -- setpriv --reuid "${user%:*}" --regid "${user#*:}" --clear-groups \
    --no-new-privs -- env -i "${environment[@]}" "${healthcheck[@]}"
}

stop() {
  kill -TERM "$(<"$work/$1.pid")"
  rm "$work/$1.pid"
  wait "$last_started"
}

variables=()
touch "$work/before"
mount_image

echo "-- the smallest surroundings: not even /tmp can be written"
[[ ${user%:*} =~ ^[1-9][0-9]*$ && ${user#*:} =~ ^[1-9][0-9]*$ ]] || { echo "WRONG user $user is not a number, or is root"; problems=$((problems + 1)); }
expect "the default command is help" 0 'Usage: trueup' trueup "${command[@]}"
expect "it can be called by its name" 0 '^[0-9]+\.' in_image trueup --version
expect "an example is valid" 0 '^valid' trueup validate /app/examples/smallest/desired
expect "the user is not root and has no rights" 0 "^${user%:*} ${user#*:} 0000000000000000 1$" in_image node -p '
  const status = require("fs").readFileSync("/proc/self/status", "utf8");
  [process.getuid(), process.getgid(), /CapEff:\s*(\S+)/.exec(status)[1], /NoNewPrivs:\s*(\S+)/.exec(status)[1]].join(" ")'
expect "only the volume can be written" 0 "^$volume\$" in_image node -p '
  const { readdirSync, accessSync, constants } = require("fs");
  const places = ["/", "/tmp", ...["/", "/app", "/var", "/var/lib", "/home", "/usr/local"].flatMap((at) => readdirSync(at).map((name) => (at + "/" + name).replace("//", "/")))];
  const canWrite = (path) => { try { accessSync(path, constants.W_OK); return true; } catch { return false; } };
  places.filter((path) => !/^.(dev|proc|sys)/.test(path) && canWrite(path)).join(" ")'
expect "nothing that installs packages, and no settings of it, is left" 0 '^nothing$' in_image sh -c '
  left=$(command -v npm npx yarn corepack; find / -xdev \( -name .npmrc -o -name node_modules \) 2>/dev/null)
  echo "${left:-nothing}"'

echo "-- from drift to convergence"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
start_sandbox smallest
mount --bind "$root/app/examples/smallest/desired" "$root/desired-state"
expect "the first plan acts" 2 'to change' trueup plan --detailed-exitcode --limits-scale 20
expect "one pass of the controller reports drift" 2 'pass-ended' trueup run --once --limits-scale 20
expect "apply converges" 0 . trueup apply --yes --limits-scale 20
expect "the second plan has nothing left" 0 '^Plan: in sync' trueup plan --detailed-exitcode --limits-scale 20
expect "one pass of the controller finds nothing" 0 '"outcome":"converged"' trueup run --once --limits-scale 20
[[ -f $work/volume/${store##*/} ]] || { echo "WRONG the store is not in the volume"; problems=$((problems + 1)); }

echo "-- a controller, its health, and its end"
expect "a command that does not listen is healthy" 0 '' health_of sandbox
started controller 'pass-ended' trueup run --listen 127.0.0.1:19464 --schedule '0 6 * * *' --time-zone Europe/Berlin --limits-scale 20
expect "a controller that listens is healthy" 0 '' health_of controller
expect "SIGTERM ends it in good order" 0 '' stop controller
started deaf 'pass-ended' in_image "${entrypoint[0]}" -e 'console.log("pass-ended"); setInterval(() => {}, 1e6)' trueup run --listen 127.0.0.1:19465
expect "a controller that does not answer is not healthy" 1 'ECONNREFUSED' health_of deaf

echo "-- a repository, whose commits are signed"
mount --bind "$work/home" "$root/home/trueup"
expect "git, ssh-keygen and gpg are there" 0 'gpg' in_image sh -c 'git --version && ssh -V && command -v ssh-keygen && gpg --version'
expect "a repository is made" 0 . in_image sh -euc '
  cd && ssh-keygen -q -t ed25519 -N "" -f key && printf "approver@contoso.com %s\n" "$(cat key.pub)" >signers
  git config --global gpg.format ssh && git config --global gpg.ssh.allowedSignersFile ~/signers
  git config --global user.signingKey ~/key && git config --global user.name Approver && git config --global user.email approver@contoso.com
  git init --quiet --initial-branch main repository && cd repository
  cp /app/examples/smallest/desired/*.yaml . && git add . && git commit --quiet --gpg-sign --message signed
  git checkout --quiet -b unsigned && git commit --quiet --allow-empty --message unsigned && git log --oneline'
mount -o remount,bind,ro "$root/home/trueup"
follow=(run --once --limits-scale 20 --git-url /home/trueup/repository --verify-signatures)
expect "a signed commit is followed" 0 '"outcome":"converged"' trueup "${follow[@]}" --git-ref main
expect "an unsigned commit is not" 1 'no signature that git finds good' trueup "${follow[@]}" --git-ref unsigned

echo "-- what was written"
pruned=()
for place in "$volume" /home/trueup /tmp /dev /proc; do pruned+=(-path "$root$place" -prune -o); done
written=$(find "$root" "${pruned[@]}" -newer "$work/before" -not -type d -print)
[[ -z $written ]] || { echo "WRONG written outside of the volume: $written"; problems=$((problems + 1)); }
printf 'in the volume: %s\n' "$(cd "$work/volume" && ls -d -- * */* | paste -sd ' ')"
printf 'in /tmp: %s\n' "$(ls "$root/tmp" | paste -sd ' ')"
((problems == 0)) || { echo "$problems wrong"; exit 1; }
