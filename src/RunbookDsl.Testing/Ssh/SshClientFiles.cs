namespace RunbookDsl.Testing;

/// <summary>The texts of what the SSH clients of a rehearsal read and run.</summary>
internal static class SshClientFiles
{
    /// <summary>The end of the configuration, for all hosts.</summary>
    public static string Common(string folder) =>
        $"""
            Host *
              IdentityFile "{folder}/key"
              IdentitiesOnly yes
              IdentityAgent none
              UserKnownHostsFile "{folder}/known_hosts"
              GlobalKnownHostsFile none
              StrictHostKeyChecking yes
              CheckHostIP no
              UpdateHostKeys no
              GSSAPIAuthentication no
              PasswordAuthentication no
              KbdInteractiveAuthentication no
              SendEnv RUNBOOK_STEP

            """;

    /// <summary>
    /// A script that is <c>ssh</c>: asks the real one how it understands its arguments, finds the port of
    /// that user on that host, and lets the real one connect there.
    /// </summary>
    public static string Wrapper(string folder, string client, string account, string ports, int outside) =>
        $"""
            #!/bin/sh
            folder={ShellQuote.Of(folder)}
            real={ShellQuote.Of(client)}
            meant=$("$real" -F "$folder/config" -G "$@" 2>/dev/null) || exec "$real" -F "$folder/config" "$@"
            host= alias= user=
            while read -r key value; do
              case $key in
              host) host=$value ;;
              hostkeyalias) alias=$value ;;
              user) user=$value ;;
              hostname) name=$value ;;
              esac
            done <<EOF
            $meant
            EOF
            case "$alias $user" in
            {ports}  *)
              port={outside}
              printf '%s\n' "$name" >>"$folder/outside"
              ;;
            esac
            exec "$real" -F "$folder/config" -o HostName=127.0.0.1 -o Port="$port" -o User={account} "$@"

            """;
}
