namespace Fairlead.Core.Endpoints;

/// <summary>A published allow list, in the edition the catalogue was made from.</summary>
/// <param name="Id">For example <c>aks-vmware</c>.</param>
/// <param name="Title">Of the page.</param>
/// <param name="Repo">Owner and name.</param>
/// <param name="Path">Inside the repository.</param>
/// <param name="Date">Printed in that edition.</param>
/// <param name="Rows">Rows of its table.</param>
/// <param name="Entries">Endpoints named in those rows: a row may hold several, and one may stand in two rows.</param>
/// <param name="Note">What the page says around the table.</param>
public sealed record EndpointList(string Id, string Title, string Repo, string Path, DateOnly Date, int Rows, int Entries, string Note);
