# How ./check runs the tests of one build: each test in a process of its own, under a limit, two at once for each
# core, as most of them wait more than they compute. Sourced by ./check, which sets $root, $lang, $full, $work and the counters passed, failed, skipped.

# What a suite's name begins with decides where it runs:
#   Tsan              the tsan build only
#   Program, Window   the release build only
#   Bench, Full       the release build only, with --full
#   others            the release and the debug build
tests_for() { # preset: reads names of tests, passes on those that run
  awk -v preset="$1" -v full="$full" '
    { suite = $0; sub(/\.[^.]*$/, "", suite)
      begins = ""
      if (match(suite, /(^|\/)(Tsan|Window|Program|Bench|Full)/)) {
        begins = substr(suite, RSTART, RLENGTH); sub(/^\//, "", begins) }
      if (preset == "tsan") right = begins == "Tsan"
      else if (begins == "Tsan") right = 0
      else if (begins == "") right = 1
      else right = preset == "release" && (full == "yes" || (begins != "Bench" && begins != "Full"))
      if (right) print }'
}

list_tests() { # program: Suite.Test, one a line
  "$1" --gtest_list_tests 2>/dev/null | awk '
    /^[^ ].*\.( |$)/ { suite = $1; next }
    /^  / { print suite $1 }'
}

# Runs a command under a limit, its words into $results/<name>.log; stop_tests ends it.
limited() { # name, limit in seconds, command...
  local code
  timeout -k 10 "$2" "${@:3}" >"$results/$1.log" 2>&1 </dev/null &
  echo $! >"$results/$1.pid"
  wait $!
  code=$?
  rm -f "$results/$1.pid"
  return $code
}

many= # the process of run_many
stop_tests() { # those that run still, and what they started
  local pids=()
  [ -n "${results:-}" ] || return 0
  [ -z "$many" ] || kill "$many" 2>/dev/null
  mapfile -t pids < <(cat "$results"/*.pid 2>/dev/null)
  kill "${pids[@]}" 2>/dev/null
  for _ in {1..110}; do # a limit's end needs 10 s at most
    kill -0 "${pids[@]}" 2>/dev/null || break
    sleep 0.1
  done
}

# Runs one test; its own folder for state and temporary files is removed afterwards. Writes passed, failed or skipped
# into $results/<number>, by what GoogleTest's report says: a test that crashed or hung has none.
run_one() { # program, limit in seconds, number, test
  local home=$results/$3.home report=$results/$3.xml begun=$SECONDS verdict=failed
  mkdir -p "$home/tmp"
  limited "$3" "$2" env "HOME=$home" "TMPDIR=$home/tmp" "XDG_STATE_HOME=$home/state" "XDG_RUNTIME_DIR=$home/tmp" \
    "XDG_CACHE_HOME=$shared_cache" "${unrandomised[@]}" "$1" --gtest_filter="$4" --gtest_output="xml:$report" \
    --gtest_color=no
  local code=$?
  if [ $code -eq 0 ] && grep -q '<testcase [^>]*result="skipped"' "$report" 2>/dev/null; then
    verdict=skipped
  elif [ $code -eq 0 ] && grep -q '<testcase [^>]*status="run" result="completed"' "$report" 2>/dev/null; then
    verdict=passed
  elif [ $code -eq 124 ] || [ $code -eq 137 ]; then
    echo "no end after $2 s" >>"$results/$3.log"
  elif [ $code -gt 128 ]; then
    echo "ended by signal $((code - 128))" >>"$results/$3.log"
  fi
  rm -rf "$home"
  printf '%s %s %s\n' "$verdict" "$((SECONDS - begun))" "$4" >"$results/$3.verdict"
}

run_many() { # program, limit, at once; names of tests on stdin
  local number=0 name running=0
  while IFS= read -r name; do
    number=$((number + 1))
    if [ "$running" -ge "$3" ]; then
      wait -n
      running=$((running - 1))
    fi
    run_one "$1" "$2" "$number" "$name" 2>/dev/null &
    running=$((running + 1))
  done
  wait
}

# GCC's ThreadSanitizer cannot live with the address randomisation of newer kernels.
find_unrandomised() { # preset
  unrandomised=()
  if [ "$1" = tsan ] && setarch -R true 2>/dev/null; then unrandomised=(setarch -R); fi
}

run_tests() { # preset, folder
  local program=$2/anjungan_tests limit=300
  results=$log_dir/tests-$1 shared_cache=$work/cache
  [ "$full" = yes ] && limit=1800
  rm -rf "$results"
  mkdir -p "$results" "$shared_cache"
  find_unrandomised "$1"
  unset DISPLAY WAYLAND_DISPLAY # tests of windows bring their own screen
  list_tests "$program" | tests_for "$1" | run_many "$program" "$limit" "$(($(nproc) * 2))" &
  many=$! # waited for, so that a signal is heard at once
  wait "$many"
  many=
  run_fuzz "$1" "$2"
  count "$1"
}

has_fuzz() { # preset, folder
  [ "$1" = debug ] && cmake --build "$2" --target help 2>/dev/null | grep -q '^anjungan_fuzz:'
}

# The seeded run of the readers' fuzzer, the same each time: CORPUS SEEDS ITERATIONS.
run_fuzz() { # preset, folder
  has_fuzz "$1" "$2" || return 0
  local verdict=passed begun=$SECONDS limit=300 size=(20 2000)
  [ "$full" = yes ] && size=(64 20000) && limit=3600
  limited fuzz $limit "$2/anjungan_fuzz" "$root/tests/fuzz/corpus" "${size[@]}" || verdict=failed
  echo "$verdict $((SECONDS - begun)) anjungan_fuzz" >"$results/fuzz.verdict"
}

# Adds up the verdicts, shows what failed with the end of its log, and why a test was skipped.
count() { # preset
  local file verdict seconds name
  for file in "$results"/*.verdict; do
    [ -e "$file" ] || break
    read -r verdict seconds name <"$file"
    case $verdict in
      passed) passed=$((passed + 1)) ;;
      skipped)
        skipped=$((skipped + 1))
        say "   dilewati: $name" "   skipped: $name"
        grep -A 1 -m 1 'Skipped$' "${file%.verdict}.log" | sed -n '2s/^/      /p'
        ;;
      *)
        failed=$((failed + 1))
        say "   GAGAL ($1): $name" "   FAILED ($1): $name"
        sed -e '/^Note: Google Test filter/d' -e '/^Running main/d' -e '/^\[[ =-]*\]/d' -e '/^\[  PASSED/,$d' "${file%.verdict}.log" | head -n 30 | sed 's/^/      /'
        ;;
    esac
  done
  say "   paling lama: $(slowest)" "   slowest: $(slowest)"
}

slowest() { cat "$results"/*.verdict 2>/dev/null | sort -k2,2nr | head -n 3 | awk '{ printf "%s%s %s s", sep, $3, $2; sep = ", " }'; }
