using System.Security.Cryptography;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace RunbookDsl.Hosts.SshNet;

/// <summary>The private keys that somebody may log in with.</summary>
internal sealed class IdentityFiles(Hop hop)
{
    /// <summary>Those that can be read without asking anybody.</summary>
    /// <param name="host">The host that was asked for, for the message.</param>
    /// <exception cref="OperationFailedException">There is none.</exception>
    public IPrivateKeySource[] Usable(string host)
    {
        var (keys, passed) = (new List<IPrivateKeySource>(), new List<string>());
        foreach (var path in hop.Identities)
            if (Read(path, out var why) is { } key)
                keys.Add(key);
            else
                passed.Add($"{path}: {why}");
        return keys.Count > 0
            ? [.. keys]
            : throw new OperationFailedException(
                $"cannot connect to {host}: Permission denied, there is no key to log in with ("
                    + $"{(passed.Count > 0 ? string.Join("; ", passed) : "no IdentityFile")}). "
                    + "SSH.NET asks no agent: --ssh openssh does. Nothing was done."
            );
    }

    private static PrivateKeyFile? Read(string path, out string why)
    {
        try
        {
            why = "not there";
            return File.Exists(path) ? new PrivateKeyFile(path) : null;
        }
        catch (SshPassPhraseNullOrEmptyException)
        {
            why = "has a passphrase";
        }
        catch (Exception e)
            when (e
                    is SshException
                        or NotSupportedException
                        or IOException
                        or UnauthorizedAccessException
                        or CryptographicException
            )
        {
            why = e.Message.Trim().ReplaceLineEndings(" ");
        }
        return null;
    }
}
