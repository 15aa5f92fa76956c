# Steps that the commands of ./holdfast are made of. Sourced, with the repository as working directory.

ROOT=$PWD
APP=checkpoint-server/target/quarkus-app
VENV=.venv
BUILD_LOG=target/build.log

. scripts/temporal

say() { printf '%s\n' "holdfast: $*"; }
fail() { printf '%s\n' "holdfast: $*" >&2; exit 1; }

# ---- what must be there already

java_home_command() { # java or javac of JAVA_HOME if it is set, else of the path
  if [[ -n "${JAVA_HOME:-}" && -x "$JAVA_HOME/bin/$1" ]]; then printf '%s' "$JAVA_HOME/bin/$1"; else printf '%s' "$1"; fi
}

need_jdk() {
  JAVA=$(java_home_command java)
  local javac version
  javac=$(java_home_command javac)
  version=$("$javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p') || true
  [[ -n "$version" ]] || fail "needs a JDK, 17 or newer, and finds none: install one (Debian: apt install openjdk-17-jdk) or set JAVA_HOME"
  (( version >= 17 )) || fail "needs a JDK 17 or newer and finds $version: install one (Debian: apt install openjdk-17-jdk) or set JAVA_HOME"
  JDK_VERSION=$version
}

need_maven() {
  local version
  version=$(mvn -v 2>/dev/null | sed 's/\x1b\[[0-9;]*m//g' | sed -n 's/^Apache Maven \([0-9.]*\).*/\1/p') || true
  [[ -n "$version" ]] || fail "needs Maven, 3.8.7 or newer, and finds none: install it (Debian: apt install maven)"
  at_least "$version" 3.8.7 || fail "needs Maven 3.8.7 or newer and finds $version: install a newer one from maven.apache.org"
}

at_least() { # version wanted
  [[ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" == "$2" ]]
}

need_python() {
  local candidate
  for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11 python3.10; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
      PYTHON=$candidate
      return
    fi
  done
  fail "needs Python 3.10 or newer and finds none: install one (Debian: apt install python3 python3-venv) or set PYTHON"
}

# ---- what is built

# The model that embeds in the server's own process is 137 MB, so only who asks for it gets it.
wants_minilm() { [[ "${HOLDFAST_STORE_EMBEDDING_PROVIDER:-}" == minilm ]]; }

server_is_fresh() {
  if wants_minilm && ! compgen -G "$APP/lib/main/dev.holdfast.embeddings-minilm-*.jar" >/dev/null; then return 1; fi
  [[ -f $APP/quarkus-run.jar ]] &&
    [[ -z "$(find pom.xml ./*/pom.xml ./*/src/main -newer $APP/quarkus-run.jar -type f -print -quit)" ]]
}

build_server() {
  if server_is_fresh; then return; fi
  say "[1/2] building the server (the first time Maven fetches about 200 MB; two minutes or so)"
  mkdir -p target
  local profiles=quick modules='!src/jmh,!src/load,!embeddings-minilm'
  if wants_minilm; then
    profiles=quick,minilm modules='!src/jmh,!src/load'
    say "      with the model all-MiniLM-L6-v2, another 137 MB"
  fi
  if ! mvn -B -ntp -P$profiles -pl "$modules" package >$BUILD_LOG 2>&1; then
    grep -E '^\[ERROR\]' $BUILD_LOG | head -n 15 >&2 || tail -n 15 $BUILD_LOG >&2
    fail "the build failed; all of it is in $BUILD_LOG"
  fi
  touch $APP/quarkus-run.jar
  say "[2/2] starting it"
}

venv_stamp() { cat scripts/requirements.txt src/*/requirements.txt src/{savers,workers}/python/pyproject.toml 2>/dev/null | cksum; }

make_venv() {
  if [[ -x $VENV/bin/python && "$(cat $VENV/stamp 2>/dev/null)" == "$(venv_stamp)" ]]; then return; fi
  say "making a Python environment in $VENV (LangGraph, the saver, the Temporal worker's package and what the tests need)"
  "$PYTHON" -m venv $VENV >/dev/null || fail "Python cannot make a virtual environment (Debian: apt install python3-venv)"
  $VENV/bin/python -m pip install -q --disable-pip-version-check -e src/savers/python -e src/workers/python \
    $(printf -- '-r %s ' scripts/requirements.txt src/*/requirements.txt) ||
    fail "pip could not install what is named in scripts/requirements.txt and src/*/requirements.txt"
  venv_stamp >$VENV/stamp
}

# ---- what runs

java_options() {
  # A small heap that grows only if it must: values are large but few are under way at once. Half of it is for what is new:
  # where that is small, requests under way pass for old, and a burst has the whole heap collected again and again.
  local options=(-XX:+UseSerialGC -Xms192m -Xmn96m -Xmx1g -XX:MaxHeapFreeRatio=40)
  # Fully compiled after fewer requests than by default: a server with few callers gets there, too.
  options+=(-XX:Tier4InvocationThreshold=1000 -XX:Tier4MinInvocationThreshold=200
    -XX:Tier4CompileThreshold=2000 -XX:Tier4BackEdgeThreshold=10000)
  # Each request finds the processor's caches cold; fewer and larger pages are looked up sooner.
  if grep -qE '\[(madvise|always)\]' /sys/kernel/mm/transparent_hugepage/enabled 2>/dev/null; then options+=(-XX:+UseTransparentHugePages); fi
  if (( JDK_VERSION >= 19 )); then options+=(-XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=$APP/classes-$JDK_VERSION.jsa" -Xlog:cds=off); fi
  if (( JDK_VERSION >= 24 )); then options+=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow); fi
  printf '%s\n' "${options[@]}"
}

exec_server() {
  mapfile -t options < <(java_options)
  exec "$JAVA" "${options[@]}" ${HOLDFAST_JAVA_OPTIONS:-} -jar $APP/quarkus-run.jar
}

# Starts a server of its own on a free port and a temporary directory; stops it when the script ends.
start_temporary_server() {
  TEMPORARY=$(mktemp -d)
  local port
  port=$(free_port)
  mapfile -t options < <(java_options)
  env -u HOLDFAST_POSTGRES_URL -u HOLDFAST_API_KEY HOLDFAST_HTTP_PORT="$port" HOLDFAST_HTTP_HOST=127.0.0.1 \
    HOLDFAST_DATA_DIR="$TEMPORARY/data" "$JAVA" "${options[@]}" -jar $APP/quarkus-run.jar >"$TEMPORARY/server.log" 2>&1 &
  SERVER_PID=$!
  trap stop_temporary_server EXIT
  URL=http://127.0.0.1:$port
  for _ in $(seq 1 600); do
    if answers "$URL"; then return; fi
    kill -0 $SERVER_PID 2>/dev/null || break
    sleep 0.1
  done
  cat "$TEMPORARY/server.log" >&2
  fail "the server did not start"
}

stop_temporary_server() {
  stop_temporal
  kill "$SERVER_PID" 2>/dev/null || true
  wait "$SERVER_PID" 2>/dev/null || true
  rm -rf "$TEMPORARY"
}

answers() { # url
  $VENV/bin/python - "$1/q/health/ready" <<'CODE' 2>/dev/null
import sys, urllib.request
sys.exit(urllib.request.urlopen(sys.argv[1], timeout=2).status != 200)
CODE
}

# Starts a Temporal dev server in memory at a loopback port; says where in HOLDFAST_TEMPORAL_TARGET.
start_temporal() { # port
  local cli
  cli=$(temporal_cli_path)
  [[ -x "$cli" ]] || fail "no Temporal server at $cli: scripts/temporal builds one (Go 1.25, three minutes); or name a running one with HOLDFAST_TEMPORAL_TARGET"
  export HOLDFAST_TEMPORAL_TARGET=127.0.0.1:$1
  "$cli" server start-dev --headless --ip 127.0.0.1 --port "$1" --log-level error >/dev/null 2>&1 &
  TEMPORAL_PID=$!
  for _ in $(seq 1 60); do
    kill -0 $TEMPORAL_PID 2>/dev/null || fail "the Temporal server did not start; is something else at $HOLDFAST_TEMPORAL_TARGET?"
    if "$cli" operator namespace describe --namespace default --address "$HOLDFAST_TEMPORAL_TARGET" --command-timeout 5s >/dev/null 2>&1; then return; fi
    sleep 0.5
  done
  fail "the Temporal server at $HOLDFAST_TEMPORAL_TARGET does not answer"
}

stop_temporal() {
  if [[ -n "${TEMPORAL_PID:-}" ]]; then kill "$TEMPORAL_PID" 2>/dev/null || true; fi
}

# A server with a Temporal: the one that HOLDFAST_TEMPORAL_TARGET names, else one that ends with it.
run_with_temporal() {
  if [[ -z "${HOLDFAST_TEMPORAL_TARGET:-}" ]]; then
    trap stop_temporal EXIT
    start_temporal "${HOLDFAST_TEMPORAL_PORT:-7233}"
    say "Temporal, in memory, is at $HOLDFAST_TEMPORAL_TARGET"
  fi
  mapfile -t options < <(java_options)
  "$JAVA" "${options[@]}" ${HOLDFAST_JAVA_OPTIONS:-} -jar $APP/quarkus-run.jar &
  SERVER_PID=$!
  trap 'kill $SERVER_PID 2>/dev/null || true' INT TERM
  # A signal ends the first wait; the server still settles what it has taken.
  wait $SERVER_PID || wait $SERVER_PID || true
}

free_port() { $VENV/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

run_signals_demo() {
  trap stop_temporal EXIT
  if [[ -z "${HOLDFAST_TEMPORAL_TARGET:-}" ]]; then start_temporal "$(free_port)"; fi
  export HOLDFAST_SIGNALS_ENVELOPE=default/holdfast-demo-envelope
  start_temporary_server
  HOLDFAST_URL=$URL PYTHONPATH=src/demo $VENV/bin/python -m demo.signals
}

run_demo() { # memory, signals or nothing
  local module=demo
  case "${1:-}" in
    memory) module=demo.memory; shift ;;
    signals) run_signals_demo; return ;;
    ?*) fail "there is no demo \"$1\": ./holdfast demo, or ./holdfast demo memory, or ./holdfast demo signals" ;;
  esac
  URL=${HOLDFAST_URL:-http://${HOLDFAST_HTTP_HOST:-127.0.0.1}:${HOLDFAST_HTTP_PORT:-8420}}
  if answers "$URL"; then
    say "using the server at $URL"
  else
    say "no server answers at $URL: starting one for this demo in a temporary directory"
    export HOLDFAST_LATER_URL=$URL
    start_temporary_server
  fi
  HOLDFAST_URL=$URL PYTHONPATH=src/demo $VENV/bin/python -m $module "$@"
}

# Callers, a worker and a workflow for `bench signals`.
build_load() {
  say "building what sends and handles signals"
  mkdir -p target
  mvn -B -ntp -Pquick -pl src/load -am package >$BUILD_LOG 2>&1 || fail "the build failed; all of it is in $BUILD_LOG"
}

run_bench() {
  case "${1:-}" in signals | all) build_load ;; esac
  HOLDFAST_JAVA=$JAVA HOLDFAST_JAVA_OPTIONS="${HOLDFAST_JAVA_OPTIONS:-$(java_options | tr '\n' ' ')}" PYTHONPATH=src/bench $VENV/bin/python -m bench "$@"
}

run_jmh() { # parts of names of benchmarks, none for all
  say "building the benchmarks"
  mkdir -p target
  mvn -B -ntp -Pquick -pl checkpoint-core,src/jmh package >$BUILD_LOG 2>&1 || fail "the build failed; all of it is in $BUILD_LOG"
  say "running them, a minute or two"
  "$JAVA" -cp "src/jmh/target/classes:$(cat src/jmh/target/classpath)" dev.holdfast.jmh.Run "$@"
}

# ---- tests

run_tests() {
  local started=$SECONDS suite failed=""
  temporal_cli >/dev/null || { [[ "${CI:-}" != true ]] || fail "CI needs a Temporal server"; say "NOT TESTED on a real Temporal server"; }
  say "[1/3] Java: build, checks and tests of every module"
  mvn -B -ntp verify || fail "the Java tests failed"
  say "[2/3] Python environment, style and types"
  make_venv
  check_python || failed=" lint"
  say "[3/3] Python: the saver, the Temporal worker, the official conformance suite, traps, graphs, faults, demo, benchmark"
  start_temporary_server
  trap stop_tests EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  start_faults "$@"
  for suite in scripts src/savers/python src/workers/python src/demo src/conformance src/bench; do
    run_suite "$suite" "$@" || failed="$failed $suite"
  done
  end_faults || failed="$failed faults"
  java_counts
  cat "$TEMPORARY/counts"
  [[ -z "$failed" ]] || fail "failed:$failed"
  say "every test passed in $((SECONDS - started)) s"
}

# Style and types, as the pyproject.toml files say. Types are checked of what others import.
check_python() {
  local checked=0
  say "ruff and mypy"
  $VENV/bin/ruff check src scripts || checked=1
  $VENV/bin/ruff format --check --exclude '*.md' src scripts || checked=1
  (cd src/savers/python && "$ROOT/$VENV/bin/mypy" langgraph) || checked=1
  (cd src/workers/python && "$ROOT/$VENV/bin/mypy" holdfast_temporal) || checked=1
  return $checked
}

# Starts the Python tests of a directory and says their process in SUITE_PID. In CI a skip fails; what ran and what was
# skipped is added to the counts. They have a process group of their own: an interrupt reaches them through stop_tests
# only, which waits until they have stopped what they had started.
start_suite() { # name, directory, what pytest takes
  set -m
  (
    export HOLDFAST_APP=$ROOT/$APP HOLDFAST_TEST_COUNTS=$TEMPORARY/counts HOLDFAST_TEST_SUITE=$1 PYTHONPATH=$ROOT/scripts
    cd "$2" || exit
    shift 2
    exec "$ROOT/$VENV/bin/python" -m pytest -ra -p counted "$@"
  ) </dev/null &
  SUITE_PID=$!
  set +m
}

run_suite() { # directory, what pytest takes
  local ended=0
  say "$1"
  if [[ "$1" == src/conformance ]]; then set -- "$1" -m "not fault" "${@:2}"; fi
  HOLDFAST_TEST_URL=$URL start_suite "$1" "$@"
  wait "$SUITE_PID" || ended=$?
  SUITE_PID=""
  return $ended
}

# What has servers of its own, and mostly waits for them to die and to start, is tested beside everything else.
start_faults() { # what pytest takes
  FAULTS_LOG=target/faults.log
  mkdir -p target
  say "src/conformance, faults: beside the others; until it is printed in the end it is in $FAULTS_LOG"
  HOLDFAST_TEST_URL="" start_suite "src/conformance, faults" src/conformance -m fault "$@" >$FAULTS_LOG 2>&1
  FAULTS_PID=$SUITE_PID SUITE_PID=""
}

end_faults() {
  local ended=0
  say "src/conformance, faults"
  wait "$FAULTS_PID" || ended=$?
  FAULTS_PID=""
  cat $FAULTS_LOG
  return $ended
}

stop_tests() {
  local pid
  for pid in ${SUITE_PID:-} ${FAULTS_PID:-}; do kill "$pid" 2>/dev/null || true; done
  for pid in ${SUITE_PID:-} ${FAULTS_PID:-}; do wait "$pid" || true; done
  stop_temporary_server
}

# The line that sums up surefire's reports: the modules print their own above. And what was skipped, and why.
java_counts() {
  $VENV/bin/python - <<'CODE'
import glob, xml.etree.ElementTree as tree
files = [f for depth in ("*", "*/*") for f in glob.glob(f"{depth}/target/surefire-reports/TEST-*.xml")]
suites = [tree.parse(f).getroot().attrib for f in files]
total, bad, skipped = (sum(int(s[k]) for s in suites for k in keys) for keys in (["tests"], ["failures", "errors"], ["skipped"]))
print(f"Java: {total - bad - skipped} passed, {bad} failed, {skipped} skipped")
for file in files if skipped else ():
    for case in tree.parse(file).iter("testcase"):
        for skip in case.findall("skipped"):
            print(f"  skipped: {case.get('classname')}.{case.get('name')}: {skip.get('message')}")
CODE
}
