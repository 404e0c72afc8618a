using System.Collections;
using System.Text;

namespace Benchmarks.Measuring;

/// <summary>A program with its arguments and what its environment has besides ours.</summary>
internal sealed record Command(params string[] Words)
{
    public Dictionary<string, string> Environment { get; init; } = [];

    public Command With(string variable, string value) =>
        this with
        {
            Environment = new(Environment) { [variable] = value },
        };

    /// <summary>Starts it and returns its process id; standard output goes to the file.</summary>
    public unsafe int Start(string output)
    {
        var texts = new List<byte[]>();
        var words = Array.ConvertAll(Words, w => Text(w, texts));
        var variables = new List<nint>();
        foreach (var (name, value) in Variables())
            variables.Add(Text($"{name}={value}", texts));
        var argv = (nint[])[.. words, 0];
        var envp = (nint[])[.. variables, 0];
        var actions = stackalloc byte[256];
        Native.InitActions(actions);
        int pid;
        int error;
        fixed (nint* first = argv)
        fixed (nint* environment = envp)
        {
            Native.AddOpen(actions, 1, (byte*)Text(output, texts), Native.WriteCreate, 0x180);
            error = Native.Spawn(&pid, (byte*)words[0], actions, null, (byte**)first, (byte**)environment);
        }
        Native.DestroyActions(actions);
        GC.KeepAlive(texts);
        return error == 0
            ? pid
            : throw new InvalidOperationException($"{Words[0]} cannot be started (error {error})");
    }

    private Dictionary<string, string> Variables()
    {
        var all = new Dictionary<string, string>();
        foreach (DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
            all[(string)entry.Key] = (string?)entry.Value ?? "";
        foreach (var (name, value) in Environment)
            all[name] = value;
        return all;
    }

    // Pinned for as long as the list lives.
    private static unsafe nint Text(string text, List<byte[]> keep)
    {
        var bytes = GC.AllocateArray<byte>(Encoding.UTF8.GetByteCount(text) + 1, pinned: true);
        Encoding.UTF8.GetBytes(text, bytes);
        keep.Add(bytes);
        fixed (byte* first = bytes)
            return (nint)first;
    }
}
