using Fairlead.Core.Diagnostics;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors;

/// <summary>User, password and token of a source: from the files that its reference names, or from <c>FAIRLEAD_KIND_USER</c>, <c>…_PASSWORD</c> and <c>…_TOKEN</c>.</summary>
internal sealed record Credentials(string? User, string? Password, string? Token)
{
    /// <exception cref="UnusableInputException">A file that is named can't be read.</exception>
    public static Credentials Of(SourceReference reference, ConnectorSettings settings)
    {
        var prefix = $"FAIRLEAD_{reference.Kind.NameOf().Replace('-', '_').ToUpperInvariant()}_";
        return new Credentials(
            reference["user"] ?? settings.Environment(prefix + "USER"),
            Secret("password-file") ?? settings.Environment(prefix + "PASSWORD"),
            Secret("token-file") ?? settings.Environment(prefix + "TOKEN"));

        string? Secret(string key)
        {
            if (reference[key] is not { } file)
                return null;
            try
            {
                return File.ReadAllText(file).TrimEnd('\r', '\n');
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new UnusableInputException($"{reference}: {key}={file} can't be read ({exception.Message}).");
            }
        }
    }

    /// <summary>Without what it holds.</summary>
    public override string ToString() => "credentials";
}
