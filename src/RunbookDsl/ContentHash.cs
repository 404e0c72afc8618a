using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace RunbookDsl;

/// <summary>SHA-256 (FIPS 180-4) of what is kept: plans, journal lines, blobs, archived scripts.</summary>
/// <remarks>
/// In plain C#: the framework's loads OpenSSL, which costs a short process more than all of its journal. Not
/// for secrets.
/// </remarks>
public static class ContentHash
{
    /// <summary>Bytes of a hash.</summary>
    public const int Size = 32;

    private static ReadOnlySpan<uint> Start =>
        [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    private static ReadOnlySpan<uint> Rounds =>
        [
            0x428a2f98,
            0x71374491,
            0xb5c0fbcf,
            0xe9b5dba5,
            0x3956c25b,
            0x59f111f1,
            0x923f82a4,
            0xab1c5ed5,
            0xd807aa98,
            0x12835b01,
            0x243185be,
            0x550c7dc3,
            0x72be5d74,
            0x80deb1fe,
            0x9bdc06a7,
            0xc19bf174,
            0xe49b69c1,
            0xefbe4786,
            0x0fc19dc6,
            0x240ca1cc,
            0x2de92c6f,
            0x4a7484aa,
            0x5cb0a9dc,
            0x76f988da,
            0x983e5152,
            0xa831c66d,
            0xb00327c8,
            0xbf597fc7,
            0xc6e00bf3,
            0xd5a79147,
            0x06ca6351,
            0x14292967,
            0x27b70a85,
            0x2e1b2138,
            0x4d2c6dfc,
            0x53380d13,
            0x650a7354,
            0x766a0abb,
            0x81c2c92e,
            0x92722c85,
            0xa2bfe8a1,
            0xa81a664b,
            0xc24b8b70,
            0xc76c51a3,
            0xd192e819,
            0xd6990624,
            0xf40e3585,
            0x106aa070,
            0x19a4c116,
            0x1e376c08,
            0x2748774c,
            0x34b0bcb5,
            0x391c0cb3,
            0x4ed8aa4a,
            0x5b9cca4f,
            0x682e6ff3,
            0x748f82ee,
            0x78a5636f,
            0x84c87814,
            0x8cc70208,
            0x90befffa,
            0xa4506ceb,
            0xbef9a3f7,
            0xc67178f2,
        ];

    /// <summary>
    /// From here on the framework's implementation has earned what loading it costs (measured: 5 ms, then 4
    /// to 10 times faster).
    /// </summary>
    public const int WorthTheFramework = 1 << 20;

    /// <summary>The same digest by the shorter way.</summary>
    /// <param name="data">What to hash.</param>
    /// <param name="digest">Takes 32 bytes.</param>
    /// <param name="total">Bytes that will be hashed in all, of which these are some.</param>
    public static void Sha256(ReadOnlySpan<byte> data, Span<byte> digest, long total)
    {
        if (total < WorthTheFramework)
            Sha256(data, digest);
        else
            HashByFramework(data, digest);
    }

    // Apart, so that the caller's code does not name a type whose assembly it may never need.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void HashByFramework(ReadOnlySpan<byte> data, Span<byte> digest) =>
        System.Security.Cryptography.SHA256.HashData(data, digest);

    /// <summary>The digest in plain C#, whatever the length.</summary>
    /// <param name="data">What to hash.</param>
    /// <param name="digest">Takes 32 bytes.</param>
    public static void Sha256(ReadOnlySpan<byte> data, Span<byte> digest)
    {
        Span<uint> state = stackalloc uint[8];
        Start.CopyTo(state);
        var bits = (ulong)data.Length * 8;
        for (; data.Length >= 64; data = data[64..])
            Block(state, data);
        Span<byte> last = stackalloc byte[128];
        last.Clear();
        data.CopyTo(last);
        last[data.Length] = 0x80;
        var tail = data.Length < 56 ? 64 : 128;
        BinaryPrimitives.WriteUInt64BigEndian(last[(tail - 8)..], bits);
        Block(state, last);
        if (tail == 128)
            Block(state, last[64..]);
        for (var i = 0; i < 8; i++)
            BinaryPrimitives.WriteUInt32BigEndian(digest[(i * 4)..], state[i]);
    }

    /// <summary>Bytes as lower-case hexadecimal digits.</summary>
    /// <param name="bytes">A digest or the beginning of one: at most 32 bytes.</param>
    public static string Hex(ReadOnlySpan<byte> bytes)
    {
        // The framework's is vectorised, which has no ahead-of-time code.
        Span<char> digits = stackalloc char[2 * Size];
        for (var i = 0; i < bytes.Length; i++)
        {
            digits[2 * i] = Digit(bytes[i] >> 4);
            digits[(2 * i) + 1] = Digit(bytes[i] & 15);
        }
        return new string(digits[..(2 * bytes.Length)]);
    }

    private static char Digit(int value) => (char)(value < 10 ? '0' + value : 'a' + value - 10);

    // Pointers: bounds checks would be a third of the time. No AggressiveOptimization: it would keep
    // ahead-of-time code out.
    [SkipLocalsInit]
    private static unsafe void Block(Span<uint> state, ReadOnlySpan<byte> block)
    {
        var w = stackalloc uint[64];
        for (var i = 0; i < 16; i++)
            w[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(i * 4)..]);
        for (var i = 16; i < 64; i++)
        {
            uint v = w[i - 15],
                u = w[i - 2];
            var s0 = BitOperations.RotateRight(v, 7) ^ BitOperations.RotateRight(v, 18) ^ (v >> 3);
            var s1 = BitOperations.RotateRight(u, 17) ^ BitOperations.RotateRight(u, 19) ^ (u >> 10);
            w[i] = w[i - 16] + s0 + w[i - 7] + s1;
        }
        uint a = state[0],
            b = state[1],
            c = state[2],
            d = state[3];
        uint e = state[4],
            f = state[5],
            g = state[6],
            h = state[7];
        fixed (uint* k = Rounds)
        {
            for (var i = 0; i < 64; i++)
            {
                var s1 = BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11);
                var t1 = h + (s1 ^ BitOperations.RotateRight(e, 25)) + (g ^ (e & (f ^ g))) + w[i] + k[i];
                var s0 = BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13);
                var t2 = (s0 ^ BitOperations.RotateRight(a, 22)) + ((a & b) | (c & (a | b)));
                (h, g, f, e) = (g, f, e, d + t1);
                (d, c, b, a) = (c, b, a, t1 + t2);
            }
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }
}
