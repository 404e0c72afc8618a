using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>The certificates of a scripted machine: on its disk, and as its nginx shows them.</summary>
internal sealed class CertificateBook
{
    private const int Days = 90;
    private const int DueDays = 30;
    private readonly HostMachine _machine;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, (int Number, DateTimeOffset Until)> _disk = [];
    private readonly SortedDictionary<string, (int Number, DateTimeOffset Until)> _shown = [];

    public CertificateBook(HostMachine machine)
    {
        _machine = machine;
        foreach (var seed in machine.Spec.Certificates)
            _disk[seed.Name] = (1, machine.Stage.Clock.GetUtcNow().AddDays(seed.DaysLeft));
    }

    /// <summary>For comparing: which issue is where.</summary>
    public IEnumerable<(string Name, string Text)> Lines
    {
        get
        {
            lock (_gate)
                return
                [
                    .. _disk.Select(d =>
                        (
                            d.Key,
                            $"issue {d.Value.Number}"
                                + (
                                    _shown.TryGetValue(d.Key, out var shown) && shown.Number != d.Value.Number
                                        ? $", nginx shows issue {shown.Number}"
                                        : ""
                                )
                        )
                    ),
                ];
        }
    }

    /// <summary>nginx reads what is on the disk.</summary>
    public void Load()
    {
        lock (_gate)
            foreach (var (name, issue) in _disk)
                _shown[name] = issue;
    }

    /// <summary>What a listener shows to who asks for a name; null when it shows nothing.</summary>
    public (string Serial, DateTimeOffset Until)? Ask(string listener, string name)
    {
        var seed = _machine.Spec.Certificates.FirstOrDefault(c => c.Name == name);
        lock (_gate)
            return
                seed is not null
                && seed.Listeners.Contains(listener)
                && _machine.Units.Find("nginx") is { IsActive: true }
                && _shown.TryGetValue(name, out var issue)
                ? ($"04{issue.Number:X6}", issue.Until)
                : null;
    }

    /// <summary>Renews one that is due.</summary>
    /// <returns>Null when there is none of that name; else whether it was due.</returns>
    public bool? Renew(string name, bool isTrial)
    {
        var now = _machine.Stage.Clock.GetUtcNow();
        lock (_gate)
        {
            if (!_disk.TryGetValue(name, out var issue))
                return null;
            if (isTrial || issue.Until - now >= TimeSpan.FromDays(DueDays))
                return isTrial;
            _disk[name] = (issue.Number + 1, now.AddDays(Days));
            return true;
        }
    }

    public static string Time(DateTimeOffset time) =>
        time.ToString("MMM ", CultureInfo.InvariantCulture)
        + $"{time.Day, 2}"
        + time.ToString(" HH:mm:ss yyyy 'GMT'", CultureInfo.InvariantCulture);
}
