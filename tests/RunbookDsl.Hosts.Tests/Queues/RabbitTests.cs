using RunbookDsl.Hosts.Tests.Worlds;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Hosts.Tests.Queues;

/// <summary>Queues of RabbitMQ, by a stand-in for rabbitmqctl: no broker is started here.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(120_000)]
internal sealed class RabbitTests
{
    private const string Asked = "rabbitmqctl --quiet --formatter json -p / list_queues name messages";

    [TestCase("[{\"name\":\"celery\",\"messages\":0},{\"name\":\"mail\",\"messages\":7}]", "Done.")]
    [TestCase("[{\"name\":\"celery\",\"messages\":3}]", "celery holds 3, in the RabbitMQ of web-1")]
    [TestCase(
        "[{\"name\":\"mail\",\"messages\":0}]",
        "the RabbitMQ of web-1 has no queue celery in /; it has mail"
    )]
    [TestCase(
        "[]",
        "the RabbitMQ of web-1 has no queue celery in /; it has none: does its node have the name that it had when they "
            + "were made?"
    )]
    [TestCase("celery\t0", "rabbitmqctl on web-1 said what nobody understands. It said: celery\t0.")]
    [TestCase("{\"name\":\"celery\"}", "rabbitmqctl on web-1 said what nobody understands.")]
    [TestCase("[[[[[[[[]]]]]]]]", "rabbitmqctl on web-1 said what nobody understands.")]
    public async Task AssertEmpty_SaysWhatIsThere(string says, string expected)
    {
        var result = await HostWorld.Clean(
            () => Step("empty").Run(HostWorld.Web.Rabbit().AssertEmpty("celery")),
            host => host.Command(Asked).Says(says)
        );
        Assert.That(result.Said(), Does.Contain(expected));
    }

    [Test]
    public async Task WaitEmpty_LooksUntilItIs()
    {
        var result = await HostWorld.Clean(
            () => Step("empty").Run(HostWorld.Web.Rabbit().WaitEmpty(1.Minutes, "celery")),
            host =>
                host.Command(Asked)
                    .Says("[{\"name\":\"celery\",\"messages\":3}]")
                    .Command(Asked)
                    .Says("[{\"name\":\"celery\",\"messages\":0}]")
        );
        Assert.That(result.Said(), Does.StartWith("Done."));
        Assert.That(
            result.Events.Count(e => e.Call.Text.Contains(Asked, StringComparison.Ordinal)),
            Is.EqualTo(2)
        );
        Assert.That(result.Events.Count(e => e.Call.IsChange), Is.Zero);
    }

    [Test]
    public void AssertEmpty_OfNoQueue_IsRefused() =>
        Assert.That(
            () => HostWorld.Web.Rabbit().AssertEmpty(),
            Throws.ArgumentException.With.Message.EqualTo("name the queues, from 1 to 50: 0 were given")
        );

    [TestCase("-p")]
    [TestCase("")]
    public void Rabbit_OfNoVirtualHost_IsRefused(string name) =>
        Assert.That(
            () => HostWorld.Web.Rabbit(name),
            Throws.ArgumentException.With.Message.EqualTo(
                $"'{name}' is no name of a virtual host: from 1 to 255 characters, and no '-' at its begin"
            )
        );
}
