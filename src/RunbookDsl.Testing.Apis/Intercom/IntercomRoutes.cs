using System.Globalization;
using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>Admins, contacts, messages and events.</summary>
internal sealed class IntercomRoutes(IntercomFake fake)
{
    private DateTimeOffset Now => fake.Scene.Clock.GetUtcNow();

    public IEnumerable<ApiRoute> All =>
        [
            fake.Look('D', "GET", "/me", "admin.me", _ => ApiAnswer.Json(200, Admin(fake.Admins[0]))),
            fake.Look('K', "GET", "/admins", "admin.list", Admins),
            fake.Route('K', "POST", "/contacts", "contact.create", Create),
            fake.Look('K', "POST", "/contacts/search", "contact.search", Search),
            fake.Look(
                'K',
                "GET",
                "/contacts/{id}",
                "contact.info",
                c => ApiAnswer.Json(200, Json(ById(c["id"])))
            ),
            fake.Route('D', "POST", "/messages", "message.create", Send),
            fake.Route('K', "POST", "/events", "event.create", Event),
        ];

    private ApiAnswer Admins(ApiCall call)
    {
        var all = HerokuJson.List(fake.Admins, Admin);
        return ApiAnswer.Json(200, new JsonObject { ["type"] = "admin.list", ["admins"] = all });
    }

    private ApiAnswer Create(ApiCall call)
    {
        var fields = Fields(call).Only(fake, "POST /contacts", "role", "email", "external_id", "name");
        var (email, external) = (fields.Text("email"), fields.Text("external_id"));
        var role = fields.Text("role") ?? "user";
        if (role is not ("user" or "lead"))
            throw Invalid("role is invalid");
        if (email is null && external is null)
            throw fake.Errors.Refusal("parameter_missing", "email or external_id is required");
        var twin = fake.Contacts.Find(c => c.Role == role && (c.Email == email && email is not null));
        if (twin is not null)
            throw fake.Errors.Refusal(
                "conflict",
                $"A contact matching those details already exists with id={twin.Id}"
            );
        var contact = fake.Add(email, role, external, fields.Text("name"), fake.Delay);
        call.Applied("no contact", $"{role} {contact.Said}");
        return ApiAnswer.Json(200, Json(contact));
    }

    private ApiAnswer Search(ApiCall call)
    {
        var query = Fields(call).Only(fake, "POST /contacts/search", "query", "pagination").Object("query");
        var field = query?.Text("field");
        if (
            query is null
            || query.Text("operator") != "="
            || field is not ("email" or "external_id" or "role")
        )
            throw Invalid(
                fake.Scene.Unknown(
                    fake.System,
                    $"a search by {field}",
                    ["email =", "external_id =", "role ="]
                )
            );
        var value = query.Text("value");
        var found = fake
            .Contacts.Where(IsFound)
            .Where(c =>
                value
                == (
                    field == "email" ? c.Email
                    : field == "role" ? c.Role
                    : c.ExternalId
                )
            )
            .ToArray();
        var body = new JsonObject
        {
            ["type"] = "list",
            ["data"] = HerokuJson.List(found, Json),
            ["total_count"] = found.Length,
            ["pages"] = new JsonObject
            {
                ["type"] = "pages",
                ["page"] = 1,
                ["total_pages"] = 1,
            },
        };
        return ApiAnswer.Json(200, body);
    }

    private ApiAnswer Send(ApiCall call)
    {
        var fields = Fields(call)
            .Only(
                fake,
                "POST /messages",
                "message_type",
                "subject",
                "body",
                "template",
                "from",
                "to",
                "create_conversation_without_contact_reply",
                "created_at"
            );
        var kind = Need(fields, "message_type");
        if (kind is not ("inapp" or "email"))
            throw Invalid("message_type has to be inapp or email");
        var subject = kind == "email" ? Need(fields, "subject") : fields.Text("subject");
        if (kind == "email" && Need(fields, "template") is not ("plain" or "personal"))
            throw Invalid("template has to be plain or personal");
        var body = Need(fields, "body");
        var (from, to) = (From(fields), To(fields));
        var at = fields.Number("created_at") ?? Now.ToUnixTimeSeconds();
        var isTalk = fields.Flag("create_conversation_without_contact_reply") == true;
        var id = (2001 + fake.Messages.Count).ToString(CultureInfo.InvariantCulture);
        fake.Messages.Add(new(id, kind, subject, body, from, to));
        call.Applied("no message", fake.Scene.Secrets.Mask($"{kind} to {to.Said}: {subject ?? body}"));
        var answer = new JsonObject
        {
            ["type"] = "admin_message",
            ["id"] = id,
            ["created_at"] = at,
            ["message_type"] = kind,
            ["subject"] = subject,
            ["body"] = body,
            ["owner"] = Admin(from),
            ["conversation_id"] = isTalk
                ? (9001 + fake.Messages.Count).ToString(CultureInfo.InvariantCulture)
                : null,
        };
        return ApiAnswer.Json(200, answer);
    }

    private ApiAnswer Event(ApiCall call)
    {
        var fields = Fields(call)
            .Only(fake, "POST /events", "event_name", "created_at", "user_id", "id", "email", "metadata");
        var name = Need(fields, "event_name");
        if (fields.Number("created_at") is null)
            throw fake.Errors.Refusal("parameter_missing", "created_at is required");
        var contact = Find(fields, _ => true);
        fake.Events.Add(new(name, contact.Said));
        call.Applied("no event", $"{name} of {contact.Said}");
        return ApiAnswer.Empty(202);
    }

    // A number in one client, text in another.
    private IntercomAdmin From(RequestFields fields)
    {
        var from =
            fields.Object("from") ?? throw fake.Errors.Refusal("parameter_missing", "from is required");
        var id = from.Number("id");
        return from.Text("type") == "admin" && fake.Admins.FirstOrDefault(a => a.Id == id) is { } admin
            ? admin
            : throw fake.Errors.Refusal("parameter_not_found", "No such admin in 'from'");
    }

    private IntercomContact To(RequestFields fields)
    {
        var to = fields.Object("to") ?? throw fake.Errors.Refusal("parameter_missing", "to is required");
        var type = to.Text("type");
        if (type is not ("user" or "lead" or "contact"))
            throw Invalid("to.type has to be user, lead or contact");
        return Find(to, c => type == "contact" || c.Role == type);
    }

    private IntercomContact Find(RequestFields fields, Func<IntercomContact, bool> which)
    {
        var (id, user, email) = (fields.Text("id"), fields.Text("user_id"), fields.Text("email"));
        return fake.Contacts.Where(IsFound)
                .Where(which)
                .FirstOrDefault(c =>
                    c.Id == id
                    || (user is not null && c.ExternalId == user)
                    || (email is not null && c.Email == email)
                )
            ?? throw fake.Errors.Refusal("not_found", "User Not Found");
    }

    private IntercomContact ById(string id) =>
        fake.Contacts.Find(c => c.Id == id && IsFound(c))
        ?? throw fake.Errors.Refusal("not_found", "User Not Found");

    private bool IsFound(IntercomContact contact) => contact.FoundFrom <= Now;

    private RequestFields Fields(ApiCall call) => RequestFields.Of(call.Request, Invalid);

    private ApiRefusal Invalid(string message) => fake.Errors.Refusal("parameter_invalid", message);

    private string Need(RequestFields fields, string name) =>
        fields.Text(name) is { Length: > 0 } text
            ? text
            : throw fake.Errors.Refusal("parameter_missing", $"{name} is required");

    private static JsonObject Admin(IntercomAdmin admin) =>
        new()
        {
            ["type"] = "admin",
            ["id"] = admin.Id.ToString(CultureInfo.InvariantCulture),
            ["name"] = admin.Name,
            ["email"] = admin.Email,
        };

    private static JsonObject Json(IntercomContact contact) =>
        new()
        {
            ["type"] = "contact",
            ["id"] = contact.Id,
            ["role"] = contact.Role,
            ["email"] = contact.Email,
            ["external_id"] = contact.ExternalId,
            ["name"] = contact.Name,
            ["created_at"] = contact.Created.ToUnixTimeSeconds(),
        };
}
