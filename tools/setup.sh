#!/bin/sh
# Sets Cadenza up in a checkout. Called by the Makefile, which keeps a stamp for each of the two parts:
#   tools/setup.sh venv       makes .venv and installs Cadenza with its tools, at the versions of constraints.txt
#   tools/setup.sh libraries  looks for the system libraries of Qt and fetches the missing ones where it may
# Knobs: PYTHON=python3.12 picks the interpreter; CADENZA_NO_APT=1 forbids apt-get.
set -eu
cd "$(dirname "$0")/.."
unset CDPATH PYTHONHOME PYTHONPATH
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

say() { printf '%s\n' "cadenza: $*" >&2; }
fail() {
    say "$*"
    exit 1
}

# Prints the prefix that apt-get needs ("" or "sudo -n"); false where apt-get is absent or not allowed.
apt_prefix() {
    [ -z "${CADENZA_NO_APT:-}" ] || return 1
    command -v apt-get >/dev/null 2>&1 || return 1
    if [ "$(id -u)" -eq 0 ]; then
        return 0
    fi
    command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null && echo "sudo -n"
}

# Installs the named packages; false when that was not possible, after what apt-get said.
apt_install() {
    prefix=$(apt_prefix) || return 1
    say "installing with apt-get: $*"
    log=$(mktemp)
    # A fresh machine has no package lists; a failing update (one broken source) need not matter.
    $prefix apt-get -qq update </dev/null >"$log" 2>&1 || true
    status=0
    $prefix env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "$@" \
        </dev/null >>"$log" 2>&1 || status=1
    [ "$status" -eq 0 ] || cat "$log" >&2
    rm -f "$log"
    return "$status"
}

is_python() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
        if is_python "$name"; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

make_venv() {
    if is_python .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1; then
        return 0
    fi
    if ! python=$(find_python); then
        [ -z "${PYTHON:-}" ] || fail "$PYTHON is not a Python 3.11 or newer."
        fail "Python 3.11 or newer is needed: install it, or name it with 'make setup PYTHON=/path/to/python3'."
    fi
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        # Debian and Ubuntu ship these two modules in a package of their own.
        package="$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
        apt_install "$package" || fail "$python cannot make virtual environments: run 'sudo apt-get install $package'."
    fi
    "$python" -m venv --clear .venv || fail "$python could not make .venv (see above)."
}

install_venv() {
    make_venv
    say "installing into .venv (about a minute the first time)"
    # Twice quiet: errors only, no warnings about how this machine's pip is set up.
    .venv/bin/python -m pip install -qq --progress-bar off --constraint constraints.txt --editable '.[dev]' </dev/null ||
        fail "pip could not install Cadenza (see above); is there a way to the package index?"
}

install_libraries() {
    missing=$(.venv/bin/python tools/qt_libraries.py)
    if [ -n "$missing" ]; then
        # shellcheck disable=SC2086  # one word a package
        apt_install $missing || true
        missing=$(.venv/bin/python tools/qt_libraries.py)
    fi
    if [ -n "$missing" ]; then
        hint="install the packages $missing (as Debian and Ubuntu name them)."
        ! command -v apt-get >/dev/null 2>&1 || hint="run 'sudo apt-get install $missing'."
        # Without the libraries of the X11 window the offscreen tests still run; without the others Qt does not even load.
        .venv/bin/python -c 'import PySide6.QtWidgets' 2>/dev/null || fail "Qt does not load here: $hint"
        say "Qt cannot open a window here: $hint"
        return 0
    fi
    .venv/bin/python -c 'import PySide6.QtWidgets' || fail "Qt does not load on this machine (see above)."
    : >.venv/libraries.stamp
}

case "${1:-}" in
    venv) install_venv ;;
    libraries) install_libraries ;;
    *) fail "usage: tools/setup.sh venv|libraries" ;;
esac
