namespace Fairlead.Server.Access;

/// <summary>What a caller may do. Each includes those before it.</summary>
public enum Scope : byte
{
    /// <summary>See sites, claims, findings and history.</summary>
    Read,

    /// <summary>Make, activate and release reservations.</summary>
    Reserve,

    /// <summary>Load and delete sites.</summary>
    Admin,
}

public static class Scopes
{
    public static string Text(this Scope scope) => scope switch
    {
        Scope.Read => "read",
        Scope.Reserve => "reserve",
        Scope.Admin => "admin",
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, null),
    };

    public static bool TryParse(string text, out Scope scope)
    {
        (var known, scope) = text switch
        {
            "read" => (true, Scope.Read),
            "reserve" => (true, Scope.Reserve),
            "admin" => (true, Scope.Admin),
            _ => (false, Scope.Read),
        };
        return known;
    }
}
