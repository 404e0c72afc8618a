using RunbookDsl.Journal;
using RunbookDsl.Scripting;

namespace RunbookDsl.Cli;

/// <summary>One start of the command: where it was started, by whom, and what it prints to.</summary>
internal sealed class Session(ProcessSettings settings, TextSink output, TextSink errors)
{
    public ProcessSettings Settings => settings;

    public TextSink Out => output;

    public TextSink Errors => errors;

    public TimeProvider Clock => TimeProvider.System;

    /// <summary>How hosts are reached; see <see cref="HostsPort"/>.</summary>
    public string Ssh { get; set; } = HostsPort.OpenSsh;

    /// <summary>How zones at Cloudflare are reached; see <see cref="ZonesPort"/>.</summary>
    public string Cloudflare { get; set; } = ZonesPort.BuiltIn;

    /// <summary>The journals, in the default place or where <c>--journal</c> says.</summary>
    /// <param name="invocation">The command line.</param>
    /// <param name="steals">Whether a run is taken from an owner that is alive.</param>
    public IJournalStore Store(Invocation invocation, bool steals = false)
    {
        var me = Owner.OfThisProcess(settings.Operator, Clock);
        return SharedUrl(invocation) is { } url
            ? SharedJournal.Store(url, HomeOf(invocation), Clock, me, steals)
            : new FileJournalStore(HomeOf(invocation), Clock, me);
    }

    /// <summary>The journals in files, for what only files need.</summary>
    public FileJournalStore Files(Invocation invocation) =>
        Store(invocation) as FileJournalStore
        ?? throw new JournalException(
            $"`runbook {invocation.Command.Name}` works on journals in files; {PlaceOf(invocation)} is a "
                + "database, which has its own backups, retention and repair. Name a directory with --journal."
        );

    /// <summary>The exact bytes behind the runs of a store.</summary>
    public IRunContent Content(Invocation invocation, IJournalStore store) =>
        IsShared(invocation) ? SharedJournal.Content(store) : (FileJournalStore)store;

    public string HomeOf(Invocation invocation) =>
        invocation.Value("--journal") is { } place
            ? IsUrl(place)
                ? settings.Home
                : Path.GetFullPath(place, settings.WorkingDirectory)
            : settings.Journal is { } usual && !IsUrl(usual)
                ? Path.GetFullPath(usual, settings.WorkingDirectory)
                : settings.Home;

    /// <summary>For people: where a run's journal is.</summary>
    public string PlaceOf(Invocation invocation) =>
        SharedUrl(invocation) is { } url ? SharedJournal.Shown(url) : HomeOf(invocation);

    /// <summary>For people: where the journal of one run is.</summary>
    public string PlaceOf(Invocation invocation, string runId) =>
        SharedUrl(invocation) is { } url
            ? SharedJournal.Shown(url)
            : Path.Combine(HomeOf(invocation), "runs", runId);

    /// <summary>
    /// What a command for the operator has to end with, so that it finds the same journals.
    /// </summary>
    public string JournalSuffix(Invocation invocation) =>
        invocation.Value("--journal") is null ? "" : $" --journal {PlaceOf(invocation)}";

    /// <summary>Whether the journal is one that several machines share.</summary>
    public bool IsShared(Invocation invocation) => SharedUrl(invocation) is not null;

    private string? SharedUrl(Invocation invocation)
    {
        if (invocation.Value("--journal") is not { } given)
            return settings.Journal is { } usual && IsUrl(usual) ? usual : null;
        if (!IsUrl(given))
            return null;
        return SharedJournal.HasPassword(given)
            ? throw new UsageException(
                "--journal holds a password, which every user of this machine can read in the list of "
                    + "processes. Leave it out of the command line: put it into the file that PGPASSFILE "
                    + "names, into PGPASSWORD, or the whole URL into RUNBOOK_JOURNAL.",
                invocation.Command
            )
            : given;
    }

    private static bool IsUrl(string place) =>
        place.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        || place.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Prints what the compiler and the host remarked about a script that is all the same usable.
    /// </summary>
    public void Remark(LoadedPlan loaded)
    {
        foreach (var remark in loaded.Remarks)
            errors.Line(remark);
    }
}
