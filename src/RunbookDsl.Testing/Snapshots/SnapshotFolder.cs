namespace RunbookDsl.Testing;

/// <summary>
/// The snapshots of one runbook: <c>snapshots/SCENARIO.verified.txt</c> beside it, or
/// <c>snapshots/RUNBOOK/…</c> when the script is not named as its folder. Safe to use from several threads.
/// </summary>
public sealed class SnapshotFolder
{
    private const string VerifiedEnding = ".verified.txt";
    private const string ReceivedEnding = ".received.txt";
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _scenarios = new(StringComparer.Ordinal);
    private readonly SnapshotFiles _files;

    private SnapshotFolder(SnapshotFiles files, bool isCi) => (_files, IsCi) = (files, isCi);

    /// <summary>Full path of the folder, whether it is there or not.</summary>
    public string Path => _files.Folder;

    /// <summary>Whether nothing may be written: a missing snapshot then fails as one that differs.</summary>
    public bool IsCi { get; }

    /// <summary>The snapshots of a runbook; nothing is read yet.</summary>
    /// <param name="script">Full path of the runbook.</param>
    /// <param name="isCi">True writes nothing, whatever happens.</param>
    public static SnapshotFolder Open(string script, bool isCi)
    {
        ArgumentException.ThrowIfNullOrEmpty(script);
        var root = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(script))!;
        var name = System.IO.Path.GetFileNameWithoutExtension(script);
        var folder = System.IO.Path.Combine(root, "snapshots");
        if (System.IO.Path.GetFileName(root) != name)
            folder = System.IO.Path.Combine(folder, name);
        return new(new SnapshotFiles(root, folder), isCi);
    }

    /// <summary>
    /// Compares; line ends, a byte order mark and a last line end do not count. A text that differs is
    /// written beside its snapshot, and removed again once it is equal; not in CI. May be called again for
    /// the same scenario.
    /// </summary>
    /// <exception cref="SnapshotException">A link leads out of the runbook's folder, or two scenarios have
    /// the same file.</exception>
    public SnapshotOutcome Compare(string scenario, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var name = Claim(scenario);
        var (verified, received) = (_files.Verified(name), _files.Received(name));
        var wanted = _files.Read(verified);
        var given = SnapshotFiles.Normal(text);
        if (wanted == given)
            return Equal(scenario, name);
        var outcome = new SnapshotOutcome(
            scenario,
            wanted is null ? SnapshotKind.New : SnapshotKind.Changed,
            verified
        )
        {
            Difference = wanted is null ? "" : TextDifference.Of(wanted, given),
        };
        if (IsCi)
            return outcome;
        try
        {
            _files.Write(received, given + "\n");
            return outcome with { Received = received };
        }
        catch (SnapshotException e) when (e.InnerException is not null)
        {
            return outcome with { Trouble = e.Message };
        }
    }

    /// <summary>
    /// Snapshots that belong to no scenario: something was renamed or taken out. Only to be asked after
    /// everything was compared.
    /// </summary>
    /// <param name="scenarios">The names of all scenarios that have a snapshot.</param>
    public IReadOnlyList<SnapshotOutcome> Dangling(IEnumerable<string> scenarios)
    {
        var known = scenarios.Select(SnapshotName.Of).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. _files
                .Names(VerifiedEnding)
                .Where(n => !known.Contains(n))
                .Select(n => new SnapshotOutcome(n, SnapshotKind.Dangling, _files.Verified(n))),
        ];
    }

    /// <summary>What somebody has to look at, by name.</summary>
    /// <param name="scenarios">The names of all scenarios; null knows of nothing dangling.</param>
    public IReadOnlyList<PendingSnapshot> Pending(IEnumerable<string>? scenarios = null)
    {
        var verified = _files.Names(VerifiedEnding).ToHashSet(StringComparer.Ordinal);
        var received = _files
            .Names(ReceivedEnding)
            .Select(n => new PendingSnapshot(
                n,
                verified.Contains(n) ? SnapshotKind.Changed : SnapshotKind.New,
                _files.Verified(n),
                _files.Received(n)
            ));
        var dangling = scenarios is null
            ? []
            : Dangling(scenarios).Select(d => new PendingSnapshot(d.Scenario, d.Kind, d.Path, null));
        return
        [
            .. received.Concat(dangling).OrderBy(p => p.Scenario, StringComparer.Ordinal).ThenBy(p => p.Kind),
        ];
    }

    /// <summary>
    /// What was received becomes the snapshot; a dangling snapshot is deleted. Does nothing when it is no
    /// longer pending.
    /// </summary>
    /// <exception cref="SnapshotException">It cannot be written, or this is CI.</exception>
    public void Accept(PendingSnapshot pending)
    {
        ArgumentNullException.ThrowIfNull(pending);
        RefuseCi("accept");
        var name = SnapshotName.Of(pending.Scenario);
        if (pending.Kind == SnapshotKind.Dangling)
            _files.Delete(_files.Verified(name));
        else if (_files.Read(_files.Received(name)) is not null)
            _files.Move(_files.Received(name), _files.Verified(name));
    }

    /// <summary>What was received is thrown away; the snapshot stays. Does nothing to a dangling
    /// one.</summary>
    /// <exception cref="SnapshotException">It cannot be deleted, or this is CI.</exception>
    public void Reject(PendingSnapshot pending)
    {
        ArgumentNullException.ThrowIfNull(pending);
        RefuseCi("reject");
        if (pending.Kind != SnapshotKind.Dangling)
            _files.Delete(_files.Received(SnapshotName.Of(pending.Scenario)));
    }

    private SnapshotOutcome Equal(string scenario, string name)
    {
        var outcome = new SnapshotOutcome(scenario, SnapshotKind.Equal, _files.Verified(name));
        if (IsCi)
            return outcome;
        try
        {
            _files.Delete(_files.Received(name));
            return outcome;
        }
        catch (SnapshotException e) when (e.InnerException is not null)
        {
            return outcome with { Trouble = e.Message };
        }
    }

    private string Claim(string scenario)
    {
        var name = SnapshotName.Of(scenario);
        lock (_gate)
            if (_scenarios.TryAdd(name, scenario) || _scenarios[name] == scenario)
                return name;
        throw new SnapshotException(
            $"the scenarios \"{_scenarios[name]}\" and \"{scenario}\" would both be kept in "
                + $"{name}{VerifiedEnding}: rename one of them."
        );
    }

    private void RefuseCi(string verb)
    {
        if (IsCi)
            throw new SnapshotException(
                $"{verb} changes snapshots, and nothing is written in CI: run it on your own machine and commit "
                    + "the result."
            );
    }
}
