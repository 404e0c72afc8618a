namespace RunbookDsl.Runbooks.Tests.Town;

/// <summary>What lies on each host.</summary>
internal static class HostFiles
{
    // What the operations ask of systemd, over real processes: no unit is started twice, a masked one never.
    public const string Systemctl = """
        #!/bin/sh
        verb=$1; shift
        for word; do case $word in -*) ;; *) unit=$word ;; esac; done
        state=/run/units/$unit
        alive() {
          [ -s "$state.pid" ] || return 1
          read -r pid < "$state.pid"
          [ -d "/proc/$pid" ] && ! grep -q '^State:[[:space:]]*Z' "/proc/$pid/status" 2>/dev/null
        }
        stop() {
          alive || return 0
          kill -TERM "$pid" 2>/dev/null
          for i in $(seq 200); do alive || break; sleep 0.05; done
          alive && kill -KILL "$pid"
          rm -f "$state.pid"
        }
        start() {
          if [ -e "$state.masked" ]; then echo "Unit $unit is masked." >&2; exit 1; fi
          alive && return 0
          tr -d - < /proc/sys/kernel/random/uuid > "$state.invocation"
          setsid sh -c 'echo $$ > "$1"; . "$2"' sh "$state.pid" "/etc/units/$unit" \
            < /dev/null > "/var/log/$unit.log" 2>&1 &
          for i in $(seq 100); do alive && break; sleep 0.02; done
          [ "$unit" != shop.service ] ||
            for i in $(seq 300); do curl -s -o /dev/null http://127.0.0.1:8000/ && break; sleep 0.05; done
        }
        exec 9> "/run/units/lock"
        [ "$verb" = show ] || flock 9
        case $verb in
        show)
          if [ ! -e "/etc/units/$unit" ]; then echo LoadState=not-found; exit 0; fi
          file=enabled; load=loaded
          [ -e "$state.disabled" ] && file=disabled
          [ -e "$state.masked" ] && { file=masked; load=masked; }
          if alive; then echo ActiveState=active; echo SubState=running
          else echo ActiveState=inactive; echo SubState=dead; fi
          echo LoadState=$load; echo UnitFileState=$file; echo NRestarts=0
          echo "InvocationID=$(cat "$state.invocation" 2>/dev/null)" ;;
        start) start 9>&- ;;
        stop) stop ;;
        restart) stop; start 9>&- ;;
        reload) alive || { echo "$unit is not active" >&2; exit 1; }; kill -HUP "$pid" ;;
        mask) : > "$state.masked" ;;
        unmask) rm -f "$state.masked" ;;
        enable) rm -f "$state.disabled" ;;
        disable) : > "$state.disabled" ;;
        *) echo "systemctl of the town does not know $verb" >&2; exit 1 ;;
        esac
        """;

    public const string Nginx = """
        user root;
        worker_processes 1;
        pid /run/nginx.pid;
        error_log /var/log/nginx/error.log;
        events { worker_connections 256; }
        http {
          access_log /var/log/nginx/access.log;
          ssl_certificate /etc/nginx/site.pem;
          ssl_certificate_key /etc/nginx/site.key;
          include sites-enabled/*;
        }
        """;

    public const string Site = """
        server {
          listen 443 ssl;
          include snippets/runbook-maintenance.conf;
          location / {
            if ($rb_maint) { return 503; }
            proxy_pass http://127.0.0.1:8000;
          }
        }
        """;

    // As Nginx().MaintenanceSwitch() prints it.
    public const string Switch = """
        set $rb_maint 0;
        if (-f /var/lib/runbook/maintenance.flag) { set $rb_maint 1; }
        error_page 503 /maintenance.html;
        location = /maintenance.html {
            internal;
            root /var/lib/runbook;
            add_header Retry-After 3600 always;
            add_header Cache-Control "no-store" always;
        }
        """;

    public const string Sshd = """
        Port 22
        HostKey /etc/ssh/town_host
        PidFile /run/sshd.pid
        AuthorizedKeysFile /etc/ssh/town_key.pub
        StrictModes no
        UsePAM no
        PermitRootLogin prohibit-password
        PasswordAuthentication no
        SetEnv PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
        """;

    public const string Ssh = """
        Host web-*
          User root
          IdentityFile /etc/ssh/town_key
          IdentitiesOnly yes
          UserKnownHostsFile /etc/ssh/town_known
          GlobalKnownHostsFile /dev/null
        """;
}
