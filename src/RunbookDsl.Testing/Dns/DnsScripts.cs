namespace RunbookDsl.Testing;

/// <summary>
/// The scripts themselves, for a POSIX shell. They know <c>$authoritative</c> and <c>$resolver</c>, two ports
/// of 127.0.0.1, and <c>$servers</c>, a file with the names and addresses of the servers that know.
/// </summary>
internal static class DnsScripts
{
    /// <summary>Sets <c>$port</c> for a server, and refuses what would need two ports at once.</summary>
    public const string Common = """
        port=
        refuse() {
            echo "${0##*/}: $1" >&2
            exit 64
        }
        lead() {
            found=$resolver
            asked=$(printf '%s' "$1" | tr 'A-Z' 'a-z')
            if grep -Fxq -e "${asked%.}" "$servers"; then found=$authoritative; fi
            if [ -n "$port" ] && [ "$port" != "$found" ]; then
                refuse "a rehearsal asks one server at a time: call it once for each"
            fi
            port=$found
        }

        """;

    /// <summary><c>drill [options] name [@server] [type]</c>.</summary>
    public const string Drill = """
        n=$#
        while [ "$n" -gt 0 ]; do
            word=$1; shift; n=$((n - 1))
            case $word in
                @*) lead "${word#@}"; set -- "$@" @127.0.0.1 ;;
                -T | -S | -r) refuse "$word would leave the world" ;;
                -p) if [ "$n" -gt 0 ]; then shift; n=$((n - 1)); fi ;;
                -p* | -4 | -6 | -I) ;;
                -[bcdfikowqy])
                    set -- "$@" "$word"
                    if [ "$n" -gt 0 ]; then next=$1; shift; n=$((n - 1)); set -- "$@" "$next"; fi ;;
                *) set -- "$@" "$word" ;;
            esac
        done
        if [ -z "$port" ]; then port=$resolver; set -- @127.0.0.1 "$@"; fi
        exec "$REAL" -p "$port" "$@"

        """;

    /// <summary>Speaks of names only through <c>dig</c>; everything else goes to the real one.</summary>
    public const string Getent = """
        base=${1-}
        case $base in hosts | ahosts | ahostsv4 | ahostsv6) ;; *) exec "$REAL" "$@" ;; esac
        [ $# -gt 1 ] || exec "$REAL" "$@"
        for name; do
            case $name in localhost | localhost.* | *:* | -*) exec "$REAL" "$@" ;; esac
            case $name in *[!0-9.]*) ;; *) exec "$REAL" "$@" ;; esac
        done
        shift
        if ! command -v dig >/dev/null 2>&1; then
            echo "getent: looking up names in a rehearsal needs dig: apt-get install bind9-dnsutils" >&2
            exit 1
        fi
        code=0
        look() {
            found=$(dig +noall +answer "$1" "$2" 2>/dev/null) || found=
            printf '%s\n' "$found" | awk -v type="$2" '$4 == type { sub(/\.$/, "", $1); print $5, $1 }'
        }
        for name; do
            case $base in
                hosts) lines=$(look "$name" AAAA); [ -n "$lines" ] || lines=$(look "$name" A) ;;
                ahosts) lines=$(look "$name" A; look "$name" AAAA) ;;
                ahostsv4) lines=$(look "$name" A) ;;
                ahostsv6) lines=$(look "$name" AAAA) ;;
            esac
            [ -n "$lines" ] || { code=2; continue; }
            printf '%s\n' "$lines" | awk -v base="$base" -v asked="$name" '
                base == "hosts" { printf "%-15s %s%s\n", $1, $2, $2 == asked ? "" : " " asked; next }
                {
                    printf "%-15s STREAM %s\n", $1, NR == 1 ? $2 : ""
                    printf "%-15s DGRAM  \n%-15s RAW    \n", $1, $1
                }'
        done
        exit $code

        """;

    /// <summary><c>dig [@server] [options] name [type]</c>, and the same for <c>kdig</c>.</summary>
    /// <param name="patience">An option before those of the caller.</param>
    public static string Dig(string patience) =>
        $$"""
            n=$#
            while [ "$n" -gt 0 ]; do
                word=$1; shift; n=$((n - 1))
                case $word in
                    @*) server=${word#@}; lead "${server%%[#@]*}"; set -- "$@" @127.0.0.1 ;;
                    -f | -f?*) refuse "$word: a list of questions would leave the world" ;;
                    +trace | +tls* | +https*) refuse "$word would leave the world" ;;
                    -[bp]) if [ "$n" -gt 0 ]; then shift; n=$((n - 1)); fi ;;
                    -[bp]?* | -4 | -6) ;;
                    -[ckqtxyEGd])
                        set -- "$@" "$word"
                        if [ "$n" -gt 0 ] && [ "$word" != -d ]; then
                            next=$1; shift; n=$((n - 1)); set -- "$@" "$next"
                        fi ;;
                    *) set -- "$@" "$word" ;;
                esac
            done
            if [ -z "$port" ]; then port=$resolver; set -- @127.0.0.1 "$@"; fi
            if [ -n "${RUNBOOK_STEP-}" ]; then
                step=$(printf '%s' "$RUNBOOK_STEP" | od -An -v -tx1 | tr -d ' \n')
                set -- "+ednsopt={{DnsQuery.StepOption}}:$step" "$@"
            fi
            exec "$REAL" {{patience}} -p "$port" "$@"

            """;

    /// <summary><c>host [options] name [server]</c>.</summary>
    /// <param name="patience">An option before those of the caller.</param>
    public static string Host(string patience) =>
        $$"""
            n=$#
            names=0
            while [ "$n" -gt 0 ]; do
                word=$1; shift; n=$((n - 1))
                case $word in
                    -p) if [ "$n" -gt 0 ]; then shift; n=$((n - 1)); fi ;;
                    -4 | -6) ;;
                    -[cNtWRm])
                        set -- "$@" "$word"
                        if [ "$n" -gt 0 ]; then next=$1; shift; n=$((n - 1)); set -- "$@" "$next"; fi ;;
                    -*) set -- "$@" "$word" ;;
                    *)
                        names=$((names + 1))
                        if [ "$names" -eq 2 ]; then lead "$word"; word=127.0.0.1; fi
                        set -- "$@" "$word" ;;
                esac
            done
            if [ "$names" -ne 1 ]; then exec "$REAL" {{patience}} -p "${port:-$resolver}" "$@"; fi
            code=0
            told=$("$REAL" {{patience}} -p "$resolver" "$@" 127.0.0.1) || code=$?
            printf '%s\n' "$told" | awk '
                NR == 1 && $0 == "Using domain server:" { heading = 1 }
                !heading
                $0 == "" { heading = 0 }'
            exit $code

            """;

    /// <summary><c>nslookup [options] name [server]</c>.</summary>
    /// <param name="patience">An option before those of the caller.</param>
    public static string Nslookup(string patience) =>
        $$"""
            n=$#
            names=0
            while [ "$n" -gt 0 ]; do
                word=$1; shift; n=$((n - 1))
                case $word in
                    -po=* | -por=* | -port=*) ;;
                    -?*) set -- "$@" "$word" ;;
                    *)
                        names=$((names + 1))
                        if [ "$names" -eq 2 ]; then lead "$word"; word=127.0.0.1; fi
                        set -- "$@" "$word" ;;
                esac
            done
            [ "$names" -gt 0 ] || refuse "a conversation would leave the world: name what to look up"
            if [ "$names" -eq 1 ]; then port=$resolver; set -- "$@" 127.0.0.1; fi
            exec "$REAL" {{patience}} "-port=$port" "$@"

            """;
}
