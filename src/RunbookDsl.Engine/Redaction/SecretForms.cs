using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RunbookDsl.Engine;

/// <summary>The ways in which others write a secret down without meaning to show it.</summary>
internal static class SecretForms
{
    /// <summary>In a URL, in a form, and in the ways of writing JSON.</summary>
    public static IEnumerable<string> Escaped(string value)
    {
        var inUrl = Uri.EscapeDataString(value);
        yield return inUrl;
        yield return LowerHex(inUrl);
        var inForm = WebUtility.UrlEncode(value);
        yield return inForm;
        yield return LowerHex(inForm);
        yield return JsonEncodedText.Encode(value).Value;
        yield return JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;
        yield return BodyText.Escaped(value);
    }

    /// <summary>
    /// In base64, in both alphabets, wherever in the encoded text it stands: the characters that nothing but
    /// the secret decides. So a login in a header is masked whatever name stands before it.
    /// </summary>
    public static IEnumerable<string> Encoded(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        for (var before = 0; before < 3; before++)
        {
            var padded = new byte[before + bytes.Length];
            bytes.CopyTo(padded, before);
            var text = Convert.ToBase64String(padded);
            var first = (before * 8 + 5) / 6;
            var inner = text[first..(padded.Length * 8 / 6)];
            yield return inner;
            yield return inner.Replace('+', '-').Replace('/', '_');
        }
    }

    private static string LowerHex(string escaped)
    {
        var text = escaped.ToCharArray();
        for (var i = 0; i + 2 < text.Length; i++)
            if (text[i] == '%')
                for (var digit = 1; digit <= 2; digit++)
                    text[i + digit] = char.ToLowerInvariant(text[i + digit]);
        return new string(text);
    }
}
