namespace RunbookDsl.Lint;

/// <summary>What programs that operators type mean.</summary>
internal static class CommandDeeds
{
    /// <summary>What the program does, as far as its words tell.</summary>
    public static Deed Of(ShellCommand command) =>
        command.Program switch
        {
            "pg_dump" => PgDump.IsPlain(command)
                ? Deed.Backup | Deed.ShellBackup | Deed.PlainBackup
                : Deed.Backup | Deed.ShellBackup,
            "pg_dumpall" when !command.Has("--globals-only", "-g") => Deed.Backup
                | Deed.ShellBackup
                | Deed.PlainBackup,
            "pg_basebackup" => Deed.Backup | Deed.ShellBackup,
            "pg_restore" => PgDump.OnlyReads(command) ? Deed.BackupProof : Deed.Restore | Deed.ChangesData,
            "pg_verifybackup" => Deed.BackupProof,
            "pg_upgrade" => Deed.Upgrade | Deed.ChangesData,
            "vacuumdb" => Deed.ChangesData
                | (command.HasStart("--analyze") || command.Has("-z") ? Deed.Analyze : 0),
            "dropdb" => Deed.Destroys | Deed.ChangesData,
            "psql" => command.ReadsFile is not null || command.Option("-f", "--file") is not null
                ? Deed.ChangesData | (PgDump.LooksLikeBackup(command) ? Deed.Restore : 0)
                : Deed.None,
            "systemctl" or "service" => OfUnit(command),
            "reboot" => Deed.Reboot,
            "shutdown" => command.Has("-r") ? Deed.Reboot : Deed.Terminates,
            "poweroff" or "halt" => Deed.Terminates,
            "apt" or "apt-get" or "yum" or "dnf" => command.Has(
                "upgrade",
                "dist-upgrade",
                "full-upgrade",
                "update"
            ) && (command.Program is "yum" or "dnf" || !command.Has("update"))
                ? Deed.Packages
                : Deed.None,
            "do-release-upgrade" => Deed.Packages,
            "scp" or "rsync" => Deed.CopiesAway,
            "curl" or "wget" => Deed.Looks,
            "cap" => OfCap(command),
            "fab" => OfFab(command),
            "git" => command.Is("git", "checkout") || command.Is("git", "revert") ? Deed.CodeBack : Deed.None,
            "heroku" => OfHeroku(command),
            "aws" => OfAws(command),
            "mail" or "mailx" or "sendmail" => Deed.Tells,
            _ => Deed.None,
        };

    private static Deed OfUnit(ShellCommand command) =>
        command.Has("stop", "mask", "disable") ? Deed.Closes
        : command.Has("start", "unmask", "restart", "enable") ? Deed.Opens
        : command.Has("status", "is-active") ? Deed.Looks
        : command.Has("reboot") ? Deed.Reboot
        : Deed.None;

    private static Deed OfCap(ShellCommand command) =>
        command.Has("maintenance:enable") ? Deed.PageOn | Deed.Closes
        : command.Has("maintenance:disable") ? Deed.PageOff | Deed.Opens
        : command.Has("deploy:rollback") ? Deed.CodeBack
        : command.Has("deploy") ? Deed.Deploy
        : Deed.None;

    private static Deed OfFab(ShellCommand command) =>
        command.Has("begin_upgrade") ? Deed.PageOn | Deed.Closes
        : command.Has("end_upgrade") ? Deed.PageOff | Deed.Opens
        : command.Has("upgrade_packages") ? Deed.Packages
        : command.Has("reload_production_db") ? Deed.Clones | Deed.Destroys | Deed.ChangesData
        : command.HasStart("recreate_servers") ? Deed.Terminates
        : command.HasStart("deploy") ? Deed.Deploy
        : Deed.None;

    private static Deed OfHeroku(ShellCommand command)
    {
        if (command.Has("maintenance:on"))
            return Deed.PageOn | Deed.Closes;
        if (command.Has("maintenance:off"))
            return Deed.PageOff | Deed.Opens;
        if (command.Has("pg:backups:capture"))
            return Deed.Backup | Deed.ShellBackup;
        if (command.Has("pg:backups:restore"))
            return Deed.Restore | Deed.ChangesData;
        if (command.Has("rollback", "releases:rollback"))
            return Deed.CodeBack;
        if (command.Has("config:set") && command.HasStart("READ_ONLY"))
            return Deed.Closes;
        if (command.Has("config:unset") && command.HasStart("READ_ONLY"))
            return Deed.Opens;
        if (command.Has("ps:scale"))
            return command.Words.Any(w => w.EndsWith("=0", StringComparison.Ordinal))
                ? Deed.Closes
                : Deed.Opens;
        return command.Has("pg:info", "pg:psql") ? Deed.Looks : Deed.None;
    }

    private static Deed OfAws(ShellCommand command) =>
        command.Has("terminate-instances", "stop-instances", "delete-db-instance") ? Deed.Terminates
        : command.Has("create-snapshot", "create-db-snapshot", "create-image") ? Deed.Backup
        : command.Is("aws", "s3", "cp") || command.Is("aws", "s3", "sync") ? Deed.CopiesAway
        : Deed.None;
}
