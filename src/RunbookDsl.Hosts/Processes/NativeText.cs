using System.Runtime.InteropServices;

namespace RunbookDsl.Hosts;

/// <summary>Texts as the C library wants them, freed together.</summary>
internal sealed unsafe class NativeText : IDisposable
{
    private readonly List<nint> _texts = [];
    private readonly List<nint> _arrays = [];

    public byte* Of(string text)
    {
        var block = Marshal.StringToCoTaskMemUTF8(text);
        _texts.Add(block);
        return (byte*)block;
    }

    /// <summary>A null-terminated array of texts.</summary>
    public byte** Of(IReadOnlyCollection<string> texts)
    {
        var block = Marshal.AllocCoTaskMem((texts.Count + 1) * sizeof(byte*));
        _arrays.Add(block);
        var array = (byte**)block;
        var next = 0;
        foreach (var text in texts)
            array[next++] = Of(text);
        array[next] = null;
        return array;
    }

    public void Dispose()
    {
        // The environment may hold secrets: overwritten before the memory goes back.
        foreach (var block in _texts)
            Marshal.ZeroFreeCoTaskMemUTF8(block);
        foreach (var block in _arrays)
            Marshal.FreeCoTaskMem(block);
        _texts.Clear();
        _arrays.Clear();
    }
}
