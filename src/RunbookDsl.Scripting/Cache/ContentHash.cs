using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace RunbookDsl.Scripting.Cache;

/// <summary>
/// A 128-bit hash for noticing change, not for defending against forgery: whoever can write the script can
/// run code anyway, and a cryptographic one would load OpenSSL on every start.
/// </summary>
internal readonly struct ContentHash(ulong high, ulong low) : IEquatable<ContentHash>
{
    private const ulong PrimeA = 0x9E3779B185EBCA87;
    private const ulong PrimeB = 0xC2B2AE3D27D4EB4F;

    public ulong High { get; } = high;

    public ulong Low { get; } = low;

    public static ContentHash Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static ContentHash Of(ReadOnlySpan<byte> data)
    {
        ulong a = PrimeB + (ulong)data.Length;
        ulong b = PrimeA ^ (ulong)data.Length;
        while (data.Length >= 8)
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(data);
            a = Round(a, word);
            b = Round(b ^ word, a);
            data = data[8..];
        }

        foreach (var last in data)
        {
            a = Round(a, last);
            b = Round(b ^ last, a);
        }

        return new ContentHash(Finish(a ^ BitOperations.RotateLeft(b, 23)), Finish(b));
    }

    public override string ToString() => High.ToString("x16") + Low.ToString("x16");

    public bool Equals(ContentHash other) => High == other.High && Low == other.Low;

    public override bool Equals(object? obj) => obj is ContentHash other && Equals(other);

    public override int GetHashCode() => (int)Low;

    private static ulong Round(ulong state, ulong word) =>
        BitOperations.RotateLeft(state + (word * PrimeB), 31) * PrimeA;

    private static ulong Finish(ulong value)
    {
        value = (value ^ (value >> 33)) * PrimeB;
        value = (value ^ (value >> 29)) * PrimeA;
        return value ^ (value >> 32);
    }
}
