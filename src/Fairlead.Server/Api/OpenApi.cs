using Fairlead.Server.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Fairlead.Server.Api;

/// <summary><c>/openapi/v1.json</c>, made from the endpoints themselves: those whose handler has typed parameters or results, not bare request delegates. Without a token: it says nothing that the sources don't.</summary>
internal static class OpenApi
{
    private const string Document = "v1";
    private const string Bearer = "bearer";

    public static void Add(IServiceCollection services) => services.AddOpenApi(Document, options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Fairlead",
                Version = Document,
                Description = "Plans, proves and guards the addresses of Kubernetes clusters on VMware. Every failure is a problem document (RFC 9457).",
            };
            // The address that was asked would make the document another one on every machine.
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A token of Fairlead (fl_…), or a JWT of the OpenID issuer that the server trusts.",
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            operation.Responses ??= [];
            operation.Responses["default"] = new OpenApiResponse
            {
                Description = "A problem; its type is explained at its address.",
                Content = new Dictionary<string, OpenApiMediaType> { [Problem.MediaType] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemDetails), context.Document) } },
            };
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
                return Task.CompletedTask;
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
            var requirement = context.Description.ActionDescriptor.EndpointMetadata.OfType<AuthorizationPolicy>()
                .SelectMany(policy => policy.Requirements).OfType<ScopeRequirement>().LastOrDefault();
            if (requirement is not null)
                operation.Description = $"{operation.Description} Needs the scope {requirement.Scope.Text()}{(requirement.IsEverySite ? " on every site" : "")}.".TrimStart();
            return Task.CompletedTask;
        });
    });

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapOpenApi().AllowAnonymous();
}
