using Approvals.Core.Catalogue;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Approvals.Web.Api;

/// <summary>Adds to the generated document what types alone do not say: headers, our own text types, how to sign in.</summary>
internal static class OpenApiText
{
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Approvals",
                Version = "v1",
                Description = "Approval chains, and the support tickets that follow from them. Errors are application/problem+json with a stable code.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "An access token of Entra ID." };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
            document.Servers = [new OpenApiServer { Url = "/" }];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            foreach (var header in metadata.OfType<RequestHeader>())
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(new OpenApiParameter { Name = header.Name, In = ParameterLocation.Header, Description = header.Description, Schema = Text() });
            }

            if (metadata.OfType<FileParts>().Any())
            {
                operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { ["multipart/form-data"] = new() { Schema = FileForm() } } };
            }

            foreach (var (status, response) in operation.Responses ?? [])
            {
                if (response is OpenApiResponse answer)
                {
                    Describe(status, answer, metadata.OfType<ResponseTag>().Any(), metadata.OfType<FileParts>().Any());
                }
            }

            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
            if (type == typeof(EmailAddress) || type == typeof(RequestId) || type == typeof(EffectId))
            {
                schema.Type = JsonSchemaType.String;
                schema.Format = type == typeof(EmailAddress) ? "email" : null;
                schema.Pattern = type == typeof(RequestId) ? "^[0-7][0-9a-hjkmnp-tv-z]{25}$" : null;
            }
            else if (type == typeof(FieldValue))
            {
                schema.Description = "A text, a number, true, false, or a list of texts. A date is a text: 2026-11-24. Files are sent as a list of the ids that their uploads were answered with, and come back as objects with sha256, name, size and type.";
                schema.AnyOf = [Text(), new OpenApiSchema { Type = JsonSchemaType.Number }, new OpenApiSchema { Type = JsonSchemaType.Boolean }, new OpenApiSchema { Type = JsonSchemaType.Array, Items = Text() }];
            }
            else if (type == typeof(RawJson))
            {
                schema.Type = JsonSchemaType.Object;
            }

            return Task.CompletedTask;
        });
    }

    private static void Describe(string status, OpenApiResponse response, bool hasTag, bool isUpload)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        if (hasTag && status is "200" or "304")
        {
            response.Headers["ETag"] = new OpenApiHeader { Description = "The version, in quotes.", Schema = Text() };
        }

        if (status is "201" && !isUpload)
        {
            response.Headers["Location"] = new OpenApiHeader { Description = "The request that was made.", Schema = Text() };
        }

        if (status is "429" or "503")
        {
            response.Headers["Retry-After"] = new OpenApiHeader { Description = "Seconds to wait.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } };
        }
    }

    private static OpenApiSchema FileForm() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "file" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "The file, with its name." },
            ["sha256"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Its SHA-256 in hex, to have it checked on arrival." },
        },
    };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };
}
