# What the scripts of this folder share. Sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1
cd "$root" || exit 1

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export DOTNET_CLI_UI_LANGUAGE=en TESTINGPLATFORM_TELEMETRY_OPTOUT=1 MSBUILDTERMINALLOGGER=off NO_COLOR=1

# The .NET SDK cannot be had from Debian's own packages, so it is asked for, not installed.
need_dotnet() {
  command -v dotnet >/dev/null 2>&1 && return 0
  echo "The .NET SDK 10 is missing: put dotnet on the PATH (https://dotnet.microsoft.com/download/dotnet/10.0)."
  return 1
}

# The Debian packages that are missing here, by the command each one brings.
missing_packages() {
  local missing=()
  command -v git >/dev/null 2>&1 || missing+=(git)
  command -v psql >/dev/null 2>&1 || missing+=(postgresql-client)
  if ! command -v initdb >/dev/null 2>&1 && ! compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
    missing+=(postgresql)
  fi
  command -v pgbouncer >/dev/null 2>&1 || [ -x /usr/sbin/pgbouncer ] || missing+=(pgbouncer)
  command -v curl >/dev/null 2>&1 || missing+=(curl)
  command -v strace >/dev/null 2>&1 || missing+=(strace)
  command -v sshd >/dev/null 2>&1 || [ -x /usr/sbin/sshd ] || missing+=(openssh-server)
  command -v scp >/dev/null 2>&1 || missing+=(openssh-client)
  command -v mount >/dev/null 2>&1 || missing+=(mount)
  command -v mkfs.ext4 >/dev/null 2>&1 || missing+=(e2fsprogs)
  command -v ps >/dev/null 2>&1 || missing+=(procps)
  command -v setpriv >/dev/null 2>&1 || missing+=(util-linux)
  command -v dig >/dev/null 2>&1 || missing+=(bind9-dnsutils)
  command -v host >/dev/null 2>&1 || missing+=(bind9-host)
  command -v kdig >/dev/null 2>&1 || missing+=(knot-dnsutils)
  command -v drill >/dev/null 2>&1 || missing+=(ldnsutils)
  command -v unbound >/dev/null 2>&1 || [ -x /usr/sbin/unbound ] || missing+=(unbound)
  command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ] || missing+=(nginx-light)
  command -v logrotate >/dev/null 2>&1 || [ -x /usr/sbin/logrotate ] || missing+=(logrotate)
  command -v openssl >/dev/null 2>&1 || missing+=(openssl)
  command -v sudo >/dev/null 2>&1 || missing+=(sudo)
  command -v nvim >/dev/null 2>&1 || missing+=(neovim)
  command -v emacs >/dev/null 2>&1 || missing+=(emacs-nox)
  # Emacs 28 has eglot from a package of its own, later ones have it built in: a file, no command.
  compgen -G '/usr/share/emacs/site-lisp/elpa-src/eglot-*' >/dev/null ||
    compgen -G '/usr/share/emacs/*/lisp/progmodes/eglot.el*' >/dev/null || missing+=(elpa-eglot)
  command -v rsync >/dev/null 2>&1 || missing+=(rsync)
  command -v redis-server >/dev/null 2>&1 || missing+=(redis-server)
  command -v ip >/dev/null 2>&1 || [ -x /usr/sbin/ip ] || missing+=(iproute2)
  [ -x /lib/systemd/systemd-journal-remote ] || missing+=(systemd-journal-remote)
  # A time zone is a file: there is no command to look for.
  [ -e /usr/share/zoneinfo/America/Los_Angeles ] || missing+=(tzdata)
  # Only the long tests make other file systems.
  if [ "${RUNBOOK_NIGHTLY:-}" = 1 ]; then
    command -v mkfs.xfs >/dev/null 2>&1 || missing+=(xfsprogs)
    command -v mkfs.btrfs >/dev/null 2>&1 || missing+=(btrfs-progs)
  fi
  echo "${missing[*]}"
}

# Installs what is missing when this is root on Debian; prints the one line that does it otherwise.
need_packages() {
  local missing attempt
  missing=$(missing_packages)
  [ -z "$missing" ] && return 0
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Missing: $missing. Install with: sudo apt-get install -y --no-install-recommends $missing"
    return 1
  fi
  echo "Installing: $missing"
  for attempt in 1 2 3; do
    # shellcheck disable=SC2086 # a list of names, split on purpose
    if apt-get -qq update </dev/null &&
      DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $missing </dev/null; then
      missing=$(missing_packages)
      [ -z "$missing" ] && return 0
      echo "apt-get succeeded and still missing: $missing"
    fi
    echo "Installing failed, attempt $attempt of 3."
    sleep $((attempt * 5))
  done
  return 1
}
