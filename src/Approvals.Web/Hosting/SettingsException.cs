namespace Approvals.Web.Hosting;

/// <summary>The settings can not be run with. The message says which one, and what to set it to.</summary>
public sealed class SettingsException(string message) : Exception(message);
