namespace RunbookDsl.Transports;

/// <summary>A way to run commands on other machines, of those that hold the same contract.</summary>
/// <param name="Name">What <c>--ssh</c> calls it.</param>
/// <param name="Make">Makes one, of what starts programs and a folder of its own.</param>
internal sealed record Transport(string Name, Func<IProcessRunner, string, IRemoteHosts> Make)
{
    public override string ToString() => Name;
}
