using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>One start of the command: where it was started, by whom, and what it prints to.</summary>
internal sealed class Session(ProcessSettings settings, TextSink output, TextSink errors)
{
    public ProcessSettings Settings => settings;

    public TextSink Out => output;

    public TextSink Errors => errors;

    public TimeProvider Clock => TimeProvider.System;

    /// <summary>The journals, in the default place or where <c>--journal</c> says.</summary>
    public FileJournalStore Store(Invocation invocation) =>
        new(HomeOf(invocation), Clock, Owner.OfThisProcess(settings.Operator, Clock));

    public string HomeOf(Invocation invocation) =>
        invocation.Value("--journal") is { } folder
            ? Path.GetFullPath(folder, settings.WorkingDirectory)
            : settings.Home;

    /// <summary>
    /// What a command for the operator has to end with, so that it finds the same journals.
    /// </summary>
    public string JournalSuffix(Invocation invocation) =>
        invocation.Value("--journal") is null ? "" : $" --journal {HomeOf(invocation)}";

    /// <summary>
    /// Prints what the compiler and the host remarked about a script that is all the same usable.
    /// </summary>
    public void Remark(LoadedPlan loaded)
    {
        foreach (var remark in loaded.Remarks)
            errors.Line(remark);
    }
}
