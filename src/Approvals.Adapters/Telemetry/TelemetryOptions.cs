namespace Approvals.Adapters.Telemetry;

/// <summary>Where traces and metrics go. With neither, nothing is collected.</summary>
public sealed record TelemetryOptions
{
    /// <summary>The standard setting of OpenTelemetry; protocol, headers and the rest of its family are read by the SDK itself.</summary>
    public const string OtlpSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The standard setting of Azure Monitor.</summary>
    public const string AzureMonitorSetting = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>Such as <c>Authorization=AAD;ClientId=…</c>: sends as the host's identity, without a key.</summary>
    public const string AzureMonitorAuthSetting = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    public Uri? OtlpEndpoint { get; init; }
    public string? AzureMonitor { get; init; }
    public string? AzureMonitorAuth { get; init; }

    public bool IsOn => OtlpEndpoint is not null || AzureMonitor is not null;

    /// <param name="setting">Gives the text of a setting, or null.</param>
    /// <exception cref="TelemetryException">A setting is not what it must be. The message names it.</exception>
    public static TelemetryOptions Read(Func<string, string?> setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        var otlp = Given(setting(OtlpSetting));
        var monitor = Given(setting(AzureMonitorSetting));
        if (otlp is not null && !(Uri.TryCreate(otlp, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            throw new TelemetryException($"{OtlpSetting} is '{otlp}'. Set it to the address of the collector, such as http://localhost:4317, or leave it out.");
        }

        if (monitor?.Contains("InstrumentationKey=", StringComparison.OrdinalIgnoreCase) == false)
        {
            throw new TelemetryException($"{AzureMonitorSetting} has no InstrumentationKey. Copy the connection string from the Application Insights resource, or leave it out.");
        }

        return new TelemetryOptions { OtlpEndpoint = otlp is null ? null : new Uri(otlp), AzureMonitor = monitor, AzureMonitorAuth = Given(setting(AzureMonitorAuthSetting)) };
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

/// <summary>Telemetry can not be set up. The message says why, and what to do.</summary>
public sealed class TelemetryException(string message) : Exception(message);
