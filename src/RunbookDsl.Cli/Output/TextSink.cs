using System.Runtime.InteropServices;
using System.Text;

namespace RunbookDsl.Cli;

/// <summary>
/// Standard output or error. Never throws: when nobody reads any more (a closed pipe, a full disk) a run
/// goes on all the
/// same, and its journal has everything.
/// </summary>
/// <param name="descriptor">1 or 2.</param>
internal sealed unsafe class TextSink(int descriptor)
{
    private bool _isGone;

    public bool IsTerminal { get; } = Libc.IsTerminal(descriptor) == 1;

    public int Columns => Libc.Columns(descriptor);

    public void Line(string text) => Write(text + "\n");

    public void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    public void Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
            for (nuint done = 0; done < (nuint)bytes.Length && !_isGone; )
            {
                var written = Libc.Write(descriptor, start + done, (nuint)bytes.Length - done);
                if (written >= 0)
                    done += (nuint)written;
                else
                    _isGone = !MayGoOn(Marshal.GetLastPInvokeError());
            }
    }

    // A pipe that somebody made non-blocking is full: wait until it is read.
    private bool MayGoOn(int error)
    {
        if (error != Libc.WouldBlock)
            return error == Libc.Interrupted;
        var target = new Libc.PollTarget { Descriptor = descriptor, Events = Libc.Writable };
        return Libc.Poll(&target, 1, -1) >= 0 || Marshal.GetLastPInvokeError() == Libc.Interrupted;
    }
}
