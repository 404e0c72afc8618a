namespace RunbookDsl.Testing.Apis;

/// <summary>Says what a Slack workspace is like.</summary>
public sealed class SlackBuilder
{
    private readonly WorldSession _session;
    private SlackSystemSpec _spec;

    internal SlackBuilder(WorldSession session, SlackSystemSpec spec)
    {
        (_session, _spec) = (session, spec);
        session.Put(null, spec);
    }

    /// <summary>A channel.</summary>
    /// <param name="name">With or without the hash sign.</param>
    /// <param name="joined">Whether the application that posts is in it.</param>
    /// <param name="archived">Whether it takes no messages any more.</param>
    public SlackBuilder Channel(string name, bool joined = true, bool archived = false) =>
        Change(
            _spec with
            {
                Channels = _spec.Channels.Add(new(Plain(name)) { IsJoined = joined, IsArchived = archived }),
            }
        );

    /// <summary>Gives the runbook the URL of an incoming webhook as this secret. A channel that is not there
    /// yet is made.</summary>
    public SlackBuilder Webhook(string channel, SecretReference secret) =>
        Change(
            _spec with
            {
                Webhooks = _spec.Webhooks.Add((secret.Name, Plain(channel))),
                Channels = _spec.Channels.Any(c => c.Name == Plain(channel))
                    ? _spec.Channels
                    : _spec.Channels.Add(new(Plain(channel))),
            }
        );

    /// <summary>Gives the runbook a bot's token as this secret.</summary>
    public SlackBuilder Token(SecretReference secret) =>
        Change(_spec with { Tokens = _spec.Tokens.Add(secret.Name) });

    /// <summary>How many messages a channel takes at once; one more each second. Default 5.</summary>
    public SlackBuilder Burst(int messages) => Change(_spec with { Burst = messages });

    private static string Plain(string name) => name.TrimStart('#');

    private SlackBuilder Change(SlackSystemSpec changed)
    {
        _session.Put(_spec, changed);
        _spec = changed;
        return this;
    }
}
