namespace Fairlead.Core.Profiles;

/// <summary>Checks node pool names without a regular expression, whose construction would be paid for at every start.</summary>
internal static class PoolNames
{
    private const int LongestLabel = 63;

    public static string Pattern(PoolNameForm form) => form == PoolNameForm.Short
        ? "^[a-z][a-z0-9]{2,11}$"
        : "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$";

    public static bool Matches(PoolNameForm form, string name) => form == PoolNameForm.Short
        ? name.Length is >= 3 and <= 12 && char.IsAsciiLetterLower(name[0]) && name.All(IsLetterOrDigit)
        : name.Length is >= 1 and <= LongestLabel && IsLetterOrDigit(name[0]) && IsLetterOrDigit(name[^1])
            && name.All(c => c == '-' || IsLetterOrDigit(c));

    private static bool IsLetterOrDigit(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);
}
