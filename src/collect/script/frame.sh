
# Below this much free space (in KiB) nothing more is collected.
least=1048576
# How many seconds one command may take.
seconds=120

set -u
umask 077
folder=${1:-.}
stamp=$(date '+%Y%m%d-%H%M%S')
bundle=$folder/$name-$stamp
number=0
collected=0
failed=0
files=

now() { date -u '+%Y-%m-%dT%H:%M:%SZ'; }

# Standard input as a JSON string.
json() {
  printf '"'
  sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e "s/$(printf '\t')/\\\\t/g" | awk 'NR > 1 { printf "\\n" } { printf "%s", $0 }'
  printf '"'
}

# The SHA-256 of a file as a JSON value; null where this machine cannot compute it.
sha256() {
  if command -v sha256sum > /dev/null 2>&1; then hash=$(sha256sum < "$1")
  elif command -v shasum > /dev/null 2>&1; then hash=$(shasum -a 256 < "$1")
  else hash=; fi
  hash=${hash%% *}
  if [ -n "$hash" ]; then printf '"%s"' "$hash"; else printf 'null'; fi
}

# Writes down what was collected so far. It is done after every command, so that nothing is lost if the script is ended.
write_manifest() {
  printf '{"version":1,"knowledge_base":{"title":%s,"sha256":%s},"runbook":"%s","place":%s,"started":"%s","ended":"%s","files":[%s],"left_out":[%s]}\n' \
    "$knowledge_base" "$knowledge_base_hash" "$runbook" "$place" "$started" "$(now)" "$files" "$left_out" \
    > "$bundle/$manifest_name.new" && mv "$bundle/$manifest_name.new" "$bundle/$manifest_name"
}

# collect FILE CHECKS: runs the command on standard input and keeps what it prints, its errors included.
collect() {
  file=$1
  checks=$2
  command=$(cat)
  number=$((number + 1))
  printf '[%s/%s] %s ... ' "$number" "$count" "$checks"
  free=$(df -Pk "$bundle" 2> /dev/null | awk 'NR == 2 { print $4 }')
  case $free in
    '' | *[!0-9]*) ;;
    *)
      if [ "$free" -lt "$least" ]; then
        left_out="${left_out:+$left_out,}\"$checks: less than 1 GB was free on the disk\""
        echo 'left out: less than 1 GB is free on the disk'
        return
      fi
      ;;
  esac
  began=$(now)
  status=0
  # shellcheck disable=SC2086 # $limit is several words, or none
  LC_ALL=$locale $limit "$shell" -c "$command" > "$bundle/$file" 2>&1 < /dev/null || status=$?
  case $status in
    124) problem="it did not end within $seconds seconds" ;;
    126 | 127) problem="it could not be run (exit status $status)" ;;
    129 | 1[3-9]? | 2??) problem="it was ended by a signal (exit status $status)" ;;
    *) problem= ;;
  esac
  if [ -n "$problem" ]; then error="\"$problem\""; else error=null; fi
  quoted_checks=$(printf '"%s"' "$checks" | sed 's/, /","/g')
  bytes=$(wc -c < "$bundle/$file" | tr -d ' ')
  files="${files:+$files,}{\"name\":\"$file\",\"checks\":[$quoted_checks],\"command\":$(printf '%s\n' "$command" | json),\"sha256\":$(sha256 "$bundle/$file"),\"bytes\":$bytes,\"started\":\"$began\",\"ended\":\"$(now)\",\"error\":$error}"
  collected=$((collected + 1))
  write_manifest
  if [ -n "$problem" ]; then
    failed=$((failed + 1))
    echo "$problem, which is kept"
  else
    echo done
  fi
}

shell=$(command -v bash || command -v sh)
if command -v timeout > /dev/null 2>&1; then limit="timeout $seconds"; else limit=; fi
# Messages in English, letters beyond ASCII as UTF-8.
locale=C
if locale -a 2> /dev/null | grep -qi '^C\.utf'; then locale=C.UTF-8; fi
started=$(now)
if ! mkdir -p "$bundle" || ! write_manifest; then
  echo "Could not write to $folder. Nothing was collected. Name a folder that you may write to: bash $0 FOLDER" >&2
  exit 3
fi
trap 'echo; echo "Interrupted. What was collected so far lies in $bundle"; exit 130' INT TERM HUP
