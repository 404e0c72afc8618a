using System.Text;
using System.Xml.Linq;

namespace RunbookDsl.Testing.Apis;

/// <summary>Puts results and errors into the form of each service.</summary>
internal static class AwsEnvelope
{
    /// <summary>The answer of the query protocol or of EC2.</summary>
    /// <param name="service">Who answers.</param>
    /// <param name="action">What was asked.</param>
    /// <param name="result">Elements of the result; null has no element for it.</param>
    /// <param name="requestId">Id of the request.</param>
    public static ApiAnswer Result(
        AwsService service,
        string action,
        IEnumerable<XElement>? result,
        string requestId
    )
    {
        var root =
            service == AwsService.Ec2
                ? new XElement($"{action}Response", new XElement("requestId", requestId), result)
                : new XElement(
                    $"{action}Response",
                    result is null ? null : new XElement($"{action}Result", result),
                    new XElement("ResponseMetadata", new XElement("RequestId", requestId))
                );
        return Xml(200, root, service.Space) with { Type = "text/xml;charset=UTF-8" };
    }

    /// <summary>An error in the form of the service.</summary>
    public static ApiAnswer Error(AwsService? service, AwsErrorException error, string requestId)
    {
        var body = new XElement(
            "Error",
            new XElement("Code", error.Code),
            new XElement("Message", error.Message)
        );
        if (service == AwsService.S3)
        {
            body.Add(error.Details.Select(d => new XElement(d.Name, d.Value)));
            body.Add(new XElement("RequestId", requestId), new XElement("HostId", HostId(requestId)));
            return Xml(error.Status, body, "");
        }
        if (service == AwsService.Ec2)
            return Xml(
                error.Status,
                new XElement("Response", new XElement("Errors", body), new XElement("RequestID", requestId)),
                ""
            );
        body.AddFirst(new XElement("Type", error.Status < 500 ? "Sender" : "Receiver"));
        return Xml(
            error.Status,
            new XElement("ErrorResponse", body, new XElement("RequestId", requestId)),
            service?.Space ?? ""
        );
    }

    /// <summary>The long id that S3 gives besides the request's.</summary>
    public static string HostId(string requestId) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{requestId}/{requestId}"));

    /// <summary>An answer in XML whose elements are all of one name space.</summary>
    public static ApiAnswer Xml(int status, XElement root, string space)
    {
        XNamespace name = space;
        foreach (var element in root.DescendantsAndSelf())
            element.Name = name + element.Name.LocalName;
        var text =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.ToString(SaveOptions.DisableFormatting);
        return ApiAnswer.Text(status, text, "application/xml");
    }
}
