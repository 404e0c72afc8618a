using System.Globalization;

namespace RunbookDsl.Journal;

/// <summary>
/// A run's <c>signals</c> directory: any process of the same user posts, the run's owner reads.
/// </summary>
/// <param name="runLocation">The run's directory.</param>
public sealed class SignalBox(string runLocation)
{
    private readonly Disk _disk = Disk.Local;
    private readonly string _folder = Path.Combine(runLocation, "signals");

    /// <summary>Posts a signal; whole and durable on return.</summary>
    /// <param name="id">1 to 64 of a-z, 0-9, dash and underscore.</param>
    /// <param name="content">JSON by convention.</param>
    /// <returns>False if a signal of this id was posted before; that one stands.</returns>
    public bool Post(string id, ReadOnlySpan<byte> content)
    {
        if (!RunId.IsValid(id))
            throw new ArgumentException(
                $"'{id}' is no signal's id; expected 1 to 64 of a-z, 0-9, '-', '_'.",
                nameof(id)
            );
        Folder.MakeDurable(_disk, _folder);
        var mark = string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessId}-{Environment.CurrentManagedThreadId}"
        );
        return DurableFile.TryCreate(_disk, Path.Combine(_folder, id + ".json"), content, mark);
    }

    /// <summary>All signals posted so far, by id. They stay: the owner journals which it has taken.</summary>
    public IReadOnlyList<Signal> Read()
    {
        if (!_disk.Places.IsFolder(_folder))
            return [];
        var files = Directory.GetFiles(_folder, "*.json");
        Array.Sort(files, StringComparer.Ordinal);
        var signals = new List<Signal>(files.Length);
        foreach (var file in files)
            signals.Add(new Signal(Path.GetFileNameWithoutExtension(file), DurableFile.ReadAll(_disk, file)));
        return signals;
    }
}
