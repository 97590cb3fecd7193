namespace Fairlead.Server.Access;

/// <param name="Secret">To be shown once.</param>
public sealed record NewToken(string Secret, TokenRecord Record);
