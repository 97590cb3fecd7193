using Fairlead.Server.Pages.Layout;
using Microsoft.AspNetCore.Components;

namespace Fairlead.Server.Pages.Serving;

/// <summary>A whole page: what it shows is worked out before, in its model.</summary>
public abstract class PageOf<TModel> : ComponentBase
{
    [Parameter, EditorRequired]
    public PageFrame Frame { get; set; } = null!;

    [Parameter, EditorRequired]
    public TModel Model { get; set; } = default!;
}
